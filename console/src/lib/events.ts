import { get, params } from './api';
import { t, word, type TextKey } from './text';
import { span } from './time';

export interface Place {
  topic: string;
  partition: number;
  offset: number;
}

export interface FrameRef {
  session: number;
  sequence: number;
  captured_at: string;
  width: number;
  height: number;
  ref?: Place | null;
}

export interface BoxRef {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** The parts of a record in Kafka that the page shows. */
export interface FactRecord {
  frame?: FrameRef;
  model?: { name: string; digest: string; device: string };
  run?: string;
  reasons?: string[];
  track?: {
    id: string;
    number: number;
    label: string;
    started_at: string;
    duration_s: number;
    top_confidence?: number;
    entered_zones?: string[];
    path?: [number, number, number][];
  };
  after?: { box?: BoxRef; confidence?: number };
  best?: { frame: FrameRef; box: BoxRef; confidence?: number };
  zone?: { name: string; dwell_s?: number; objects?: number; since?: string };
  line?: { name: string; direction: string; to_left: number; to_right: number };
  state?: string;
  reason?: string;
  message?: string;
  node?: string;
}

/** A fact about what happened in front of a camera, as the API answers it. */
export interface Fact {
  id: string;
  at: string;
  camera: string;
  type: string;
  label?: string;
  zone?: string;
  line?: string;
  track?: string;
  confidence?: number;
  /** Who has looked at it; missing when nobody has. */
  reviewed?: { at: string; name: string };
  notes?: number;
  seq: number;
  record: FactRecord;
}

export interface FactPage {
  events: Fact[];
  next: string | null;
  newest: number;
}

export interface Values {
  types: string[];
  labels: string[];
  zones: string[];
  lines: string[];
}

/** What is searched for. */
export interface Filter {
  from: string;
  to: string;
  camera: string[];
  type: string[];
  label: string[];
  zone: string[];
  min_confidence: string;
  /** "false" for those alone that nobody has looked at. */
  reviewed: string;
}

/** The types that are shown where none is chosen: those that matter to most people. */
export const MAIN_TYPES = [
  'track.started',
  'zone.entered',
  'zone.loitering',
  'zone.crowded',
  'zone.deserted',
  'line.crossed',
  'camera.state',
];

/** All types; the stream names its messages by them. */
export const TYPES = [
  ...MAIN_TYPES,
  'track.updated',
  'track.ended',
  'zone.left',
  'zone.eased',
  'camera.degraded',
  'coverage',
  'frames.dropped',
];

export function query(filter: Filter, more: Record<string, string | number> = {}): string {
  const { type, ...rest } = filter;
  return params({ ...rest, type: type.length === 0 ? MAIN_TYPES : type.includes('all') ? [] : type, ...more });
}

export function facts(filter: Filter, after: string | null, signal?: AbortSignal): Promise<FactPage> {
  return get<FactPage>(`/events?${query(filter, { limit: 60, ...(after ? { after } : {}) })}`, signal);
}

/** The picture of a fact, as long as it is kept; null for a fact without one. */
export function picture(fact: Fact): { path: string; box: BoxRef | null; frame: FrameRef } | null {
  const best = fact.record.best;
  const own = fact.record.frame;
  const isBest = best?.frame.ref && fact.type.startsWith('track.') && fact.type !== 'track.started';
  const frame = isBest ? best.frame : own;
  if (!frame?.ref) {
    return null;
  }
  return {
    path: `/cameras/${encodeURIComponent(fact.camera)}/frames/${frame.ref.partition}/${frame.ref.offset}`,
    box: isBest ? best.box : (fact.record.after?.box ?? null),
    frame,
  };
}

/** What happened, in one sentence without time and camera. */
export function sentence(fact: Fact): string {
  const { record } = fact;
  const who = record.track ? `${record.track.label} #${record.track.number}` : (fact.label ?? '');
  const key = `event.${fact.type}`;
  const values = {
    who,
    zone: record.zone?.name ?? fact.zone ?? '',
    line: record.line?.name ?? fact.line ?? '',
    objects: record.zone?.objects ?? '',
    span: span(record.zone?.dwell_s ?? record.track?.duration_s ?? 0),
    arrow: record.line?.direction === 'left' ? '←' : '→',
    state: word('reason', record.reason || record.state || ''),
  };
  return word('event', fact.type) === fact.type.replaceAll(/[-_.]/g, ' ')
    ? `${who} ${fact.type}`.trim()
    : t(key as TextKey, values);
}
