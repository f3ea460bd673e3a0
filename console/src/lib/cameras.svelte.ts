import { get } from './api';

export type Point = [number, number];

export interface Shape {
  name: string;
  kind: 'zone' | 'line' | 'mask';
  points: Point[];
}

export interface Camera {
  id: string;
  state: string;
  message?: string;
  quality?: string;
  since?: string;
  node?: string;
  version: string;
  settings: Record<string, unknown>;
}

/** Points as settings write them: "x,y x,y". */
export function readPoints(text: unknown): Point[] {
  return String(text ?? '')
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split(',').map(Number))
    .filter((pair) => pair.length === 2 && pair.every(Number.isFinite))
    .map((pair) => [pair[0]!, pair[1]!]);
}

export function writePoints(points: Point[]): string {
  return points.map((point) => point.map((part) => +part.toFixed(4)).join(',')).join(' ');
}

function group(settings: Record<string, unknown>, name: string): [string, Record<string, unknown>][] {
  const found = settings[name];
  return found && typeof found === 'object'
    ? Object.entries(found as Record<string, Record<string, unknown>>)
    : [];
}

/** The zones, lines and masks of a camera's settings. */
export function shapes(settings: Record<string, unknown>): Shape[] {
  return [
    ...group(settings, 'zones').map(([name, zone]) => shape(name, 'zone', zone['polygon'])),
    ...group(settings, 'lines').map(([name, line]) => shape(name, 'line', line['points'])),
    ...group(settings, 'masks').map(([name, mask]) => shape(name, 'mask', mask['polygon'])),
  ];
}

function shape(name: string, kind: Shape['kind'], points: unknown): Shape {
  return { name, kind, points: readPoints(points) };
}

/** All cameras the caller may see. */
class Cameras {
  all = $state<Camera[]>([]);
  isLoaded = $state(false);
  failure = $state('');

  async load(): Promise<void> {
    try {
      this.all = (await get<{ cameras: Camera[] }>('/cameras')).cameras;
      this.failure = '';
      this.isLoaded = true;
    } catch (failure) {
      this.failure = failure instanceof Error ? failure.message : String(failure);
    }
  }

  find(id: string): Camera | undefined {
    return this.all.find((camera) => camera.id === id);
  }
}

export const cameras = new Cameras();
