import { call, get, params, url } from '../lib/api';
import { fit, type Area } from '../lib/draw';
import type { Box } from '../lib/live';

export interface Model {
  name: string;
  digest: string;
  device: string;
}

/** A run that this console makes, or has made. */
export interface Job {
  by: string;
  started: string;
  model: string;
  active: boolean;
  progress: number | null;
  inferred: number | null;
  problem: string | null;
  until: string | null;
  from: string | null;
  to: string | null;
  cameras: string[] | null;
}

export interface Run {
  name: string;
  kind: 'live' | 'shadow' | 'replay';
  state: string;
  models: Model[];
  frames: number | null;
  from: string | null;
  to: string | null;
  job: Job | null;
}

export interface ModelFile {
  digest: string;
  name: string;
  family: string;
  classes: string[];
  width: number;
  height: number;
  bytes: number;
  source: 'shipped' | 'settings' | 'folder';
  shadows: string[];
}

export interface Models {
  models: ModelFile[];
  unusable: { file: string; reason: string }[];
  promoted: string | null;
}

export interface NewRun {
  kind: 'replay' | 'shadow';
  name: string;
  model: string;
  from?: string;
  to?: string;
  cameras?: string[];
  minutes?: number;
}

/** A box of one run; alone where the other run has none of its object. */
export interface ComparedBox extends Box {
  alone: boolean;
}

export interface Difference {
  camera: string;
  frame: string;
  at: string;
  width: number;
  height: number;
  picture: { partition: number; offset: number } | null;
  lost: number;
  added: number;
  first: ComparedBox[];
  second: ComparedBox[];
}

export interface StageTime {
  stage: string;
  p50_ms: number;
  p99_ms: number;
}

export interface RunDiff {
  first: string;
  second: string;
  from: string;
  to: string;
  whole: boolean;
  most: number;
  frames: number;
  only_first: number;
  only_second: number;
  labels: { label: string; matched: number; lost: number; added: number; agreement: number; mean_iou: number }[];
  latency: { first: StageTime[]; second: StageTime[] };
  differing: number;
  differences: Difference[];
  next: string | null;
}

export async function start(order: NewRun): Promise<Run> {
  return (await call<Run>('/runs', { method: 'POST', body: order })).body;
}

/** Starts a run of this console again: a replay goes on where it was, a shadow with new frames. */
export function again(run: Run): Promise<Run> {
  const job = run.job!;
  if (run.kind === 'shadow') {
    const minutes = job.until ? Math.round((Date.parse(job.until) - Date.parse(job.started)) / 60_000) : 60;
    return start({ kind: 'shadow', name: run.name, model: job.model, minutes });
  }
  return start({
    kind: 'replay',
    name: run.name,
    model: job.model,
    ...(job.from ? { from: job.from } : {}),
    ...(job.to ? { to: job.to } : {}),
    ...(job.cameras ? { cameras: job.cameras } : {}),
  });
}

export async function stop(run: Run): Promise<void> {
  await call(`/runs/${run.name}`, { method: 'DELETE' });
}

export function diff(first: string, second: string, camera: string, after: string | null, signal: AbortSignal): Promise<RunDiff> {
  const query = params({ camera, after, limit: 50 });
  return get<RunDiff>(`/runs/${encodeURIComponent(first)}/diff/${encodeURIComponent(second)}?${query}`, signal);
}

function micros(time: string): number {
  const part = /\.(\d{1,6})/.exec(time)?.[1] ?? '';
  return Date.parse(`${time.slice(0, 19)}Z`) * 1000 + Number(part.padEnd(6, '0'));
}

/** The picture of a frame: as Kafka has it, else as it was kept around an event; null when it is gone. */
export async function picture(of: Difference, signal: AbortSignal): Promise<ImageBitmap | null> {
  const base = `/cameras/${encodeURIComponent(of.camera)}`;
  const at = micros(of.at);
  const places = [
    ...(of.picture ? [`${base}/frames/${of.picture.partition}/${of.picture.offset}`] : []),
    `${base}/clips/${at}-${at + 1}/frames/${at}.jpg`,
  ];
  for (const place of places) {
    const response = await fetch(url(place), { credentials: 'same-origin', signal }).catch(() => null);
    if (response?.ok) {
      return createImageBitmap(await response.blob()).catch(() => null);
    }
  }
  return null;
}

/** How the boxes of one run are drawn that the other one has not. */
export interface Mark {
  tint: string;
  dash: number[];
}

export const LOST: Mark = { tint: '#ff8a75', dash: [9, 5] };
export const ADDED: Mark = { tint: '#74bdff', dash: [2, 4] };
const BOTH: Mark = { tint: '#f2f5fa', dash: [] };

/** Draws a picture, or a dark area in its place, and what one run has found in it. */
export function drawCompared(canvas: HTMLCanvasElement, image: ImageBitmap | null, of: Difference, boxes: ComparedBox[], mark: Mark): void {
  const pen = canvas.getContext('2d')!;
  canvas.width = of.width;
  canvas.height = of.height;
  const area = fit(canvas, of.width, of.height);
  pen.fillStyle = '#05080d';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  if (image) {
    pen.drawImage(image, area.x, area.y, area.w, area.h);
  }
  const unit = Math.max(1, canvas.width / 640);
  boxes.filter((box) => !box.alone).forEach((box) => outline(pen, area, box, BOTH, unit));
  boxes.filter((box) => box.alone).forEach((box) => outline(pen, area, box, mark, unit * 1.6));
}

function outline(pen: CanvasRenderingContext2D, area: Area, box: ComparedBox, mark: Mark, unit: number): void {
  const place: [number, number, number, number] = [
    area.x + box.x * area.w,
    area.y + box.y * area.h,
    box.w * area.w,
    box.h * area.h,
  ];
  pen.setLineDash([]);
  pen.lineWidth = 3 * unit;
  pen.strokeStyle = 'rgb(0 0 0 / 60%)';
  pen.strokeRect(...place);
  pen.setLineDash(mark.dash.map((part) => part * unit));
  pen.lineWidth = 1.5 * unit;
  pen.strokeStyle = mark.tint;
  pen.strokeRect(...place);
}
