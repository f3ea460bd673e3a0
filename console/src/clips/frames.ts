import { pictureUrl, type ClipPicture } from './clips';

const KEPT = 80;

/** Decoded pictures of a clip around the one that is shown; those far from it go first. */
export class Frames {
  private readonly ready = new Map<number, ImageBitmap | null>();
  private readonly loading = new Map<number, Promise<ImageBitmap | null>>();
  private isClosed = false;

  constructor(
    private readonly camera: string,
    private readonly clip: string,
    private readonly pictures: ClipPicture[],
  ) {}

  /** The picture of a number; null when it is kept no longer. */
  load(index: number): Promise<ImageBitmap | null> {
    if (this.ready.has(index)) {
      return Promise.resolve(this.ready.get(index) ?? null);
    }
    const known = this.loading.get(index);
    if (known) {
      return known;
    }
    const made = this.fetch(index).finally(() => this.loading.delete(index));
    this.loading.set(index, made);
    return made;
  }

  /** Loads what comes next, few at a time. */
  ahead(index: number, count: number): void {
    for (let next = index + 1; next <= index + count && next < this.pictures.length; next++) {
      if (this.loading.size < 6) {
        void this.load(next);
      }
    }
  }

  close(): void {
    this.isClosed = true;
    this.ready.forEach((image) => image?.close());
    this.ready.clear();
  }

  private async fetch(index: number): Promise<ImageBitmap | null> {
    const picture = this.pictures[index];
    let image: ImageBitmap | null = null;
    try {
      const response = picture
        ? await fetch(pictureUrl(this.camera, this.clip, picture), { credentials: 'same-origin' })
        : null;
      image = response?.ok ? await createImageBitmap(await response.blob()) : null;
    } catch {
      image = null;
    }
    if (this.isClosed) {
      image?.close();
      return null;
    }
    this.ready.set(index, image);
    this.trim(index);
    return image;
  }

  private trim(index: number): void {
    if (this.ready.size > KEPT) {
      const far = [...this.ready.keys()].sort((a, b) => Math.abs(b - index) - Math.abs(a - index))[0]!;
      this.ready.get(far)?.close();
      this.ready.delete(far);
    }
  }
}
