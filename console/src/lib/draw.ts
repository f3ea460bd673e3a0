import type { Shape } from './cameras.svelte';
import type { Box } from './live';

const COLOURS = [
  '#3dd6c1',
  '#ffb454',
  '#7cc4ff',
  '#ff8fb1',
  '#c3e88d',
  '#d3a6ff',
  '#ffe066',
  '#ff9e80',
];

/** A label's colour: the same everywhere. */
export function colour(label: string): string {
  let sum = 7;
  for (const character of label) {
    sum = (sum * 31 + character.codePointAt(0)!) >>> 0;
  }
  return COLOURS[sum % COLOURS.length]!;
}

/** Where a picture lies in the canvas, in its pixels. */
export interface Area {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** The largest area of a picture's shape in a canvas. */
export function fit(canvas: { width: number; height: number }, w: number, h: number): Area {
  const scale = Math.min(canvas.width / w, canvas.height / h);
  const width = w * scale;
  const height = h * scale;
  return { x: (canvas.width - width) / 2, y: (canvas.height - height) / 2, w: width, h: height };
}

/** Draws boxes with their labels. */
export function drawBoxes(pen: CanvasRenderingContext2D, area: Area, boxes: Box[], unit: number): void {
  pen.font = `600 ${12 * unit}px system-ui, sans-serif`;
  pen.textBaseline = 'middle';
  for (const box of boxes) {
    const x = area.x + box.x * area.w;
    const y = area.y + box.y * area.h;
    const w = box.w * area.w;
    const h = box.h * area.h;
    const tint = colour(box.label);
    pen.lineWidth = 3.5 * unit;
    pen.strokeStyle = 'rgb(0 0 0 / 55%)';
    pen.strokeRect(x, y, w, h);
    pen.lineWidth = 1.75 * unit;
    pen.strokeStyle = tint;
    pen.strokeRect(x, y, w, h);
    if (area.w > 220 * unit) {
      tag(pen, area, { x, y, tint, unit, text: `${box.label} ${Math.round(box.confidence * 100)}%` });
    }
  }
}

interface Tag {
  x: number;
  y: number;
  tint: string;
  unit: number;
  text: string;
}

function tag(pen: CanvasRenderingContext2D, area: Area, at: Tag): void {
  const height = 18 * at.unit;
  const width = pen.measureText(at.text).width + 10 * at.unit;
  const top = at.y - height < area.y ? at.y : at.y - height;
  const left = Math.max(area.x, Math.min(at.x - at.unit, area.x + area.w - width));
  pen.fillStyle = at.tint;
  pen.fillRect(left, top, width, height);
  pen.fillStyle = '#06121a';
  pen.fillText(at.text, left + 5 * at.unit, top + height / 2 + at.unit / 2);
}

/** Draws zones, lines and masks with their names. */
export function drawShapes(pen: CanvasRenderingContext2D, area: Area, shapes: Shape[], unit: number): void {
  pen.font = `600 ${11 * unit}px system-ui, sans-serif`;
  pen.textBaseline = 'top';
  for (const shape of shapes) {
    if (shape.points.length < 2) {
      continue;
    }
    pen.beginPath();
    shape.points.forEach(([x, y], i) => {
      const to: [number, number] = [area.x + x * area.w, area.y + y * area.h];
      if (i === 0) {
        pen.moveTo(...to);
      } else {
        pen.lineTo(...to);
      }
    });
    if (shape.kind !== 'line') {
      pen.closePath();
      pen.fillStyle = shape.kind === 'mask' ? 'rgb(10 14 22 / 60%)' : 'rgb(124 196 255 / 16%)';
      pen.fill();
    }
    pen.lineWidth = (shape.kind === 'line' ? 3 : 2) * unit;
    pen.strokeStyle = shape.kind === 'line' ? '#ffb454' : shape.kind === 'mask' ? '#8a95a8' : '#7cc4ff';
    pen.stroke();
    const [x, y] = shape.points[0]!;
    pen.fillStyle = 'rgb(6 10 18 / 70%)';
    const width = pen.measureText(shape.name).width;
    pen.fillRect(area.x + x * area.w, area.y + y * area.h, width + 8 * unit, 16 * unit);
    pen.fillStyle = '#ffffff';
    pen.fillText(shape.name, area.x + x * area.w + 4 * unit, area.y + y * area.h + 3 * unit);
  }
}
