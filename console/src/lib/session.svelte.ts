import { ApiError, get, onLoggedOut, operations, prove } from './api';

export interface Me {
  account: string | null;
  name: string;
  role: 'nobody' | 'viewer' | 'operator' | 'admin';
  cameras: string[] | null;
  setup?: boolean;
  oidc?: { title: string; failure?: string };
  proof?: string;
}

const RANK = { nobody: 0, viewer: 1, operator: 2, admin: 3 };

/** Who looks at the page, and what this server can do. */
class Session {
  me = $state<Me | null>(null);
  can = $state<Set<string>>(new Set());
  isUnreachable = $state(false);
  /** Why a login by the provider did not come about. */
  refusal = $state('');

  constructor() {
    onLoggedOut(() => {
      if (this.me && this.me.role !== 'nobody') {
        void this.load();
      }
    });
  }

  async load(): Promise<void> {
    try {
      if (this.can.size === 0) {
        this.can = await operations();
      }
      const me = await get<Me>('/me');
      prove(me.proof);
      this.me = me;
      this.isUnreachable = false;
    } catch (failure) {
      this.isUnreachable = !(failure instanceof ApiError) || failure.status === 0;
    }
  }

  is(role: Me['role']): boolean {
    return RANK[this.me?.role ?? 'nobody'] >= RANK[role];
  }

  /** Whether the server has an operation of the contract. */
  has(operation: string): boolean {
    return this.can.has(operation);
  }
}

export const session = new Session();
