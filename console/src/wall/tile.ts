import type { Head, LiveConnection, Look, Watcher } from '../lib/live';
import { drawBoxes, drawShapes, fit, type Area } from '../lib/draw';
import type { Shape } from '../lib/cameras.svelte';

export type TileState =
  | 'connecting'
  | 'live'
  | 'behind'
  | 'frozen'
  | 'offline'
  | 'still'
  | 'unwatched'
  | 'disabled'
  | 'unknown'
  | 'disconnected'
  | 'past';

export interface Shown {
  state: TileState;
  reason: string;
  message: string;
  since: number | null;
  age: number | null;
  fps: number;
  at: number | null;
}

export interface Layers {
  boxes: boolean;
  zones: boolean;
  shapes: Shape[];
}

const BEHIND_US = 2_000_000;
const RECENT = 8;
const LEAST_FROZEN_MS = 4000;

/** One camera on a canvas: its newest picture, the boxes of that very picture, and its state. */
export class Tile implements Watcher {
  private bitmap: ImageBitmap | null = null;
  private head: Head | null = null;
  private server: Look | null = null;
  private readonly arrivals: number[] = [];
  private layers: Layers = { boxes: true, zones: false, shapes: [] };
  private zoom = 1;
  private centre = { x: 0.5, y: 0.5 };
  private readonly canvas: HTMLCanvasElement;
  private readonly pen: CanvasRenderingContext2D;
  private isGone = false;

  /** The last picture as it came. */
  jpeg: Blob | null = null;

  constructor(
    canvas: HTMLCanvasElement,
    private readonly live: LiveConnection,
    private readonly drawn: () => void,
  ) {
    this.canvas = canvas;
    this.pen = canvas.getContext('2d', { alpha: false })!;
  }

  close(): void {
    this.isGone = true;
    this.bitmap?.close();
    this.bitmap = null;
  }

  show(layers: Layers): void {
    this.layers = layers;
    this.draw();
  }

  /** Fits the canvas to its place on the screen. */
  resize(): void {
    const ratio = Math.min(devicePixelRatio || 1, 2);
    const width = Math.round(this.canvas.clientWidth * ratio);
    const height = Math.round(this.canvas.clientHeight * ratio);
    if (width > 0 && (width !== this.canvas.width || height !== this.canvas.height)) {
      this.canvas.width = width;
      this.canvas.height = height;
      this.draw();
    }
  }

  /** Shows a part of the picture, larger. */
  view(zoom: number, x: number, y: number): void {
    this.zoom = zoom;
    this.centre = { x, y };
    this.draw();
  }

  /** Where the picture lies on the canvas. */
  area(): Area | null {
    return this.head ? this.place(this.head) : null;
  }

  async picture(head: Head, jpeg: Blob): Promise<void> {
    const bitmap = await createImageBitmap(jpeg);
    if (this.isGone || (this.head !== null && head.order < this.head.order)) {
      bitmap.close();
      return;
    }
    this.bitmap?.close();
    this.bitmap = bitmap;
    this.head = head;
    this.jpeg = jpeg;
    this.arrivals.push(performance.now());
    if (this.arrivals.length > RECENT) {
      this.arrivals.shift();
    }
    this.draw();
    this.drawn();
  }

  look(look: Look): void {
    this.server = look;
    this.drawn();
  }

  /** What there is to say about the picture, now. */
  state(): Shown {
    const age = this.head ? (this.live.now() - this.head.at) / 1e6 : null;
    const server = this.server;
    return {
      state: this.kind(),
      reason: server?.reason ?? '',
      message: server?.message ?? '',
      since: server?.since ?? null,
      age,
      fps: this.fps(),
      at: this.head?.at ?? null,
    };
  }

  private kind(): TileState {
    if (!this.live.isOpen) {
      return 'disconnected';
    }
    if (this.live.shown !== null) {
      return 'past';
    }
    const server = this.server?.state ?? 'connecting';
    if (server === 'offline' || server === 'disabled' || server === 'unknown') {
      return this.isArriving() && server === 'unknown' ? 'live' : server;
    }
    if (server === 'connecting' || !this.head) {
      return this.isArriving() ? 'live' : 'connecting';
    }
    if (!this.isArriving()) {
      return server === 'unwatched' && this.server?.reason === 'paused' ? 'unwatched' : 'frozen';
    }
    if (this.live.now() - this.head.at > BEHIND_US) {
      return 'behind';
    }
    return server === 'still' || server === 'unwatched' ? server : 'live';
  }

  private isArriving(): boolean {
    const last = this.arrivals.at(-1);
    return last !== undefined && performance.now() - last < this.patience();
  }

  private patience(): number {
    return Math.max(LEAST_FROZEN_MS, 3 * this.interval());
  }

  private interval(): number {
    const first = this.arrivals[0];
    const last = this.arrivals.at(-1);
    return first === undefined || last === undefined || this.arrivals.length < 2
      ? 0
      : (last - first) / (this.arrivals.length - 1);
  }

  private fps(): number {
    const interval = this.interval();
    return interval > 0 && this.isArriving() ? 1000 / interval : 0;
  }

  private place(head: Head): Area {
    const area = fit(this.canvas, head.w, head.h);
    const w = area.w * this.zoom;
    const h = area.h * this.zoom;
    return {
      x: clamp(this.canvas.width / 2 - this.centre.x * w, this.canvas.width, w),
      y: clamp(this.canvas.height / 2 - this.centre.y * h, this.canvas.height, h),
      w,
      h,
    };
  }

  private draw(): void {
    const { bitmap, head, pen, canvas } = this;
    if (!bitmap || !head || canvas.width === 0) {
      return;
    }
    const area = this.place(head);
    const unit = canvas.width / Math.max(1, canvas.clientWidth);
    pen.fillStyle = '#05080d';
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.imageSmoothingQuality = 'medium';
    pen.drawImage(bitmap, area.x, area.y, area.w, area.h);
    if (this.layers.zones) {
      drawShapes(pen, area, this.layers.shapes, unit);
    }
    if (this.layers.boxes && head.boxes) {
      drawBoxes(pen, area, head.boxes, unit);
    }
    canvas.dataset.frame = head.frame;
    canvas.dataset.boxes = String(head.boxes?.length ?? -1);
  }
}

/** A picture's edge stays at the canvas's where the picture is larger; else it is in its middle. */
function clamp(begin: number, room: number, size: number): number {
  return size <= room ? (room - size) / 2 : Math.min(0, Math.max(room - size, begin));
}
