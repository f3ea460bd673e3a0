/** The page's place, as path and parameters; each view can be linked to. */
class Place {
  path = $state(location.pathname);
  query = $state(new URLSearchParams(location.search));

  constructor() {
    addEventListener('popstate', () => this.read());
  }

  private read(): void {
    this.path = location.pathname;
    this.query = new URLSearchParams(location.search);
  }

  /** Goes to a place of this page; anything that is none is the wall. */
  go(to: string, replace = false): void {
    const safe = isLocal(to) ? to : '/';
    if (safe !== location.pathname + location.search) {
      if (replace) {
        history.replaceState(null, '', safe);
      } else {
        history.pushState(null, '', safe);
      }
    }
    this.read();
  }

  /** Changes parameters of the present place; empty ones are left out. */
  set(changes: Record<string, string | null>, replace = true): void {
    const query = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(changes)) {
      if (value === null || value === '') {
        query.delete(name);
      } else {
        query.set(name, value);
      }
    }
    const text = query.toString();
    this.go(location.pathname + (text ? `?${text}` : ''), replace);
  }

  /** The parts of the path. */
  get parts(): string[] {
    return this.path
      .split('/')
      .filter((part) => part !== '')
      .map(decode);
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Whether an address is a path of this page: no other host, scheme or back-slash. */
export function isLocal(to: string): boolean {
  return /^\/(?![/\\])[^\\\s]*$/.test(to);
}

export const place = new Place();

/** Has links of this page change the view without loading it again. */
export function links(node: HTMLElement): { destroy(): void } {
  const click = (event: MouseEvent): void => {
    const link = (event.target as Element | null)?.closest('a');
    const href = link?.getAttribute('href');
    const isPlain =
      event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!link || !href || !isPlain || link.target || link.hasAttribute('download')) {
      return;
    }
    if (isLocal(href) && !href.startsWith('/api/')) {
      event.preventDefault();
      place.go(href);
    }
  };
  node.addEventListener('click', click);
  return { destroy: () => node.removeEventListener('click', click) };
}
