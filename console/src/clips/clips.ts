import { get, params, url } from '../lib/api';
import type { Box } from '../lib/live';

export interface Kept {
  name: string;
  at: string;
  by: string;
}

/** A picture of a clip, with the boxes that were found in it; null where nobody looked. */
export interface ClipPicture {
  n: number;
  at: string;
  session: number;
  sequence: number;
  width: number;
  height: number;
  boxes: Box[] | null;
}

export interface Clip {
  camera: string;
  clip: string;
  from: string;
  to: string;
  frames: number;
  bytes: number;
  until: string | null;
  track: string | null;
  label: string | null;
  /** Which alert it is of; null for others. */
  alert: { id: string; rule: string; message: string } | null;
  kept: Kept | null;
  pictures?: ClipPicture[];
  more?: boolean;
}

export interface ClipPage {
  keeping: boolean;
  clips: Clip[];
  next: string | null;
}

export interface VideoJob {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  done: number;
  total: number;
  problem: string | null;
}

/** What a clip is of, in words. */
export function title(clip: Clip): string {
  return clip.alert?.message ?? clip.kept?.name ?? clip.label ?? clip.camera;
}

/** The path of a clip in the API. */
export function clipPath(camera: string, clip: string): string {
  return `/cameras/${encodeURIComponent(camera)}/clips/${clip}`;
}

export function pictureUrl(camera: string, clip: string, picture: ClipPicture): string {
  return url(`${clipPath(camera, clip)}/frames/${picture.n}.jpg`);
}

/** The address of a zip of some clips. */
export function caseUrl(clips: { camera: string; clip: string }[]): string {
  return `${url('/case.zip')}?${params({ clip: clips.map((one) => `${one.camera}/${one.clip}`) })}`;
}

/** The clip of a track, where pictures of it are kept. */
export async function clipOfTrack(track: { id: string; camera: string; started: string }, signal: AbortSignal): Promise<Clip | null> {
  const from = Date.parse(track.started);
  const query = params({
    camera: track.camera,
    from: new Date(from - 1000).toISOString(),
    to: new Date(from + 1000).toISOString(),
  });
  const page = await get<ClipPage>(`/clips?${query}`, signal);
  return page.clips.find((one) => one.track === track.id) ?? null;
}
