import { BASE } from './api';

export interface Box {
  label: string;
  confidence: number;
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Head {
  seq: number;
  /** Grows with each picture, also over connections. */
  order: number;
  camera: string;
  frame: string;
  at: number;
  w: number;
  h: number;
  halvings: number;
  boxes: Box[] | null;
}

export interface Look {
  camera: string;
  state: string;
  reason: string;
  message: string;
  node: string;
  since?: number;
}

export interface Wanted {
  camera: string;
  fps: number;
  width: number;
}

export interface Watcher {
  picture(head: Head, jpeg: Blob): Promise<void>;
  look(look: Look): void;
}

type Listener = () => void;

const FIRST_WAIT = 500;
const LONGEST_WAIT = 8000;

/**
 * All pictures of the page over one connection. Says what is on the screen, and which pictures have
 * arrived, so that the server never sends more than can be shown; comes back by itself.
 */
export class LiveConnection {
  private socket: WebSocket | null = null;
  private readonly watchers = new Map<string, Set<Watcher>>();
  private readonly wanted = new Map<Watcher, Wanted>();
  private readonly looks = new Map<string, Look>();
  private readonly listeners = new Set<Listener>();
  private acknowledged = 0;
  private arrived = 0;
  private isAckDue = false;
  private isShowDue = false;
  private wait = FIRST_WAIT;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private offset = 0;
  private leastLag = Number.POSITIVE_INFINITY;
  private moment: { at: number; rate: number } | null = null;
  private isClosed = false;
  private wantsBoxes = true;
  private order = 0;

  /** Whether the server is connected. */
  isOpen = false;
  /** What time is shown, in µs; null for now. */
  shown: number | null = null;
  /** Why the server did not do what was asked last. */
  problem = '';

  constructor() {
    document.addEventListener('visibilitychange', this.changed);
    this.open();
  }

  close(): void {
    this.isClosed = true;
    document.removeEventListener('visibilitychange', this.changed);
    clearTimeout(this.timer);
    this.socket?.close();
  }

  /** The server's time in µs. */
  now(): number {
    return Date.now() * 1000 + this.offset;
  }

  onChange(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Shows a camera from now on; the same watcher again changes how. */
  watch(watcher: Watcher, wanted: Wanted): void {
    this.forget(watcher);
    this.wanted.set(watcher, wanted);
    const all = this.watchers.get(wanted.camera) ?? new Set();
    all.add(watcher);
    this.watchers.set(wanted.camera, all);
    const look = this.looks.get(wanted.camera);
    if (look) {
      watcher.look(look);
    }
    this.changed();
  }

  /** Shows a camera no longer. */
  leave(watcher: Watcher): void {
    this.forget(watcher);
    this.changed();
  }

  /** Whether pictures wait for what is found in them. */
  setBoxes(on: boolean): void {
    if (on !== this.wantsBoxes) {
      this.wantsBoxes = on;
      this.send({ boxes: on });
    }
  }

  /** Goes to another time; null is now. */
  go(at: number | null, rate = 1): void {
    this.moment = at === null ? null : { at: Math.round(at), rate };
    this.shown = this.moment?.at ?? null;
    this.problem = '';
    this.send(this.moment ?? { at: null });
    this.notify();
  }

  look(camera: string): Look | undefined {
    return this.looks.get(camera);
  }

  private forget(watcher: Watcher): void {
    const camera = this.wanted.get(watcher)?.camera;
    if (camera !== undefined) {
      this.wanted.delete(watcher);
      const all = this.watchers.get(camera);
      all?.delete(watcher);
      if (all?.size === 0) {
        this.watchers.delete(camera);
      }
    }
  }

  private open(): void {
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
    const socket = new WebSocket(`${scheme}//${location.host}${BASE}/live`);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => {
      this.isOpen = true;
      this.wait = FIRST_WAIT;
      this.acknowledged = 0;
      this.arrived = 0;
      this.show();
      if (this.moment) {
        this.send(this.moment);
      }
      this.notify();
    };
    socket.onmessage = (event: MessageEvent<ArrayBuffer | string>) => {
      if (typeof event.data === 'string') {
        this.text(event.data);
      } else {
        this.picture(event.data);
      }
    };
    socket.onclose = () => {
      this.isOpen = false;
      this.leastLag = Number.POSITIVE_INFINITY;
      this.notify();
      if (!this.isClosed) {
        this.timer = setTimeout(() => this.open(), this.wait * (0.75 + Math.random() / 2));
        this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
      }
    };
    this.socket = socket;
  }

  private text(data: string): void {
    const message = JSON.parse(data) as {
      type: string;
      now?: number;
      at?: number | null;
      cameras?: Look[];
      message?: string;
      camera?: string;
    };
    if (message.now !== undefined) {
      this.setClock(message.now);
    }
    if (message.type === 'states') {
      for (const look of message.cameras ?? []) {
        this.looks.set(look.camera, look);
        this.watchers.get(look.camera)?.forEach((watcher) => watcher.look(look));
      }
    } else if (message.type === 'time') {
      this.shown = this.moment ? (message.at ?? null) : null;
    } else if (message.type === 'problem') {
      this.problem = message.message ?? '';
    }
    this.notify();
  }

  /** The clocks' difference as of the message that took the shortest way. */
  private setClock(server: number): void {
    const offset = server - Date.now() * 1000;
    const lag = -offset;
    if (lag < this.leastLag || this.leastLag === Number.POSITIVE_INFINITY) {
      this.leastLag = lag;
      this.offset = offset;
    }
  }

  private picture(data: ArrayBuffer): void {
    const size = new DataView(data).getUint32(0);
    const head = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, size))) as Head;
    head.order = ++this.order;
    const jpeg = new Blob([new Uint8Array(data, 4 + size)], { type: 'image/jpeg' });
    const shown = [...(this.watchers.get(head.camera) ?? [])].map((one) => one.picture(head, jpeg));
    void Promise.allSettled(shown).then(() => {
      this.arrived = Math.max(this.arrived, head.seq);
      if (!this.isAckDue) {
        this.isAckDue = true;
        setTimeout(() => this.acknowledge(), 10);
      }
    });
  }

  private acknowledge(): void {
    this.isAckDue = false;
    if (this.arrived > this.acknowledged) {
      this.acknowledged = this.arrived;
      this.send({ ack: this.arrived });
    }
  }

  private readonly changed = (): void => {
    if (!this.isShowDue) {
      this.isShowDue = true;
      queueMicrotask(() => this.show());
    }
  };

  private show(): void {
    this.isShowDue = false;
    const best = new Map<string, Wanted>();
    if (document.visibilityState === 'visible') {
      for (const wanted of this.wanted.values()) {
        const other = best.get(wanted.camera);
        if (!other || wanted.width === 0 || (other.width !== 0 && wanted.width > other.width)) {
          best.set(wanted.camera, wanted);
        }
      }
    }
    this.send({ show: [...best.values()], boxes: this.wantsBoxes });
  }

  private send(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(message));
    }
  }

  private notify(): void {
    this.listeners.forEach((listener) => listener());
  }
}
