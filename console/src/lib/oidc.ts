import { ApiError, call, get, prove } from './api';
import { isLocal, place } from './router.svelte';
import { t } from './text';

const NEXT = 'vedette-next';

/** Goes to the provider; afterwards the browser comes back to `/oidc`. */
export async function start(): Promise<void> {
  const wanted = place.query.get('next') ?? location.pathname + location.search;
  sessionStorage.setItem(NEXT, wanted);
  const { body } = await call<{ location: string }>('/oidc/login', { method: 'POST' });
  location.assign(body.location);
}

/** Whether the provider has just sent the browser back. */
export function isBack(): boolean {
  return location.pathname === '/oidc';
}

/** Logs in with what the provider sent the browser back with; why not, or nothing. */
export async function finish(): Promise<string> {
  const given = new URLSearchParams(location.search);
  const next = sessionStorage.getItem(NEXT) ?? '/';
  sessionStorage.removeItem(NEXT);
  place.go('/', true);
  const body: Record<string, string> = {};
  for (const name of ['state', 'code', 'iss', 'error']) {
    const value = given.get(name);
    if (value) {
      body[name] = value;
    }
  }
  try {
    prove((await get<{ proof?: string }>('/me')).proof);
    await call('/oidc/session', { method: 'POST', body });
    if (isLocal(next)) {
      place.go(next, true);
    }
    return '';
  } catch (problem) {
    return problem instanceof ApiError && problem.message !== '' ? problem.message : t('failure.unreachable');
  }
}
