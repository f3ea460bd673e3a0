/** What this browser remembers of how its person looks at things. */
function read<T>(name: string, otherwise: T): T {
  try {
    const text = localStorage.getItem(`vedette.${name}`);
    return text === null ? otherwise : (JSON.parse(text) as T);
  } catch {
    return otherwise;
  }
}

function write(name: string, value: unknown): void {
  try {
    localStorage.setItem(`vedette.${name}`, JSON.stringify(value));
  } catch {
    // a browser that keeps nothing shows the page all the same
  }
}

export type Theme = 'auto' | 'light' | 'dark';

class Preferences {
  #theme = $state<Theme>(read('theme', 'auto'));
  #boxes = $state(read('boxes', true));
  #zones = $state(read('zones', false));
  #columns = $state(read('columns', 0));
  #groups = $state<Record<string, string[]>>(read('groups', {}));

  get theme(): Theme {
    return this.#theme;
  }
  set theme(theme: Theme) {
    this.#theme = theme;
    write('theme', theme);
    this.apply();
  }

  get boxes(): boolean {
    return this.#boxes;
  }
  set boxes(on: boolean) {
    this.#boxes = on;
    write('boxes', on);
  }

  get zones(): boolean {
    return this.#zones;
  }
  set zones(on: boolean) {
    this.#zones = on;
    write('zones', on);
  }

  /** Columns of the wall; 0 as many as fit best. */
  get columns(): number {
    return this.#columns;
  }
  set columns(columns: number) {
    this.#columns = columns;
    write('columns', columns);
  }

  /** Named groups of cameras. */
  get groups(): Record<string, string[]> {
    return this.#groups;
  }
  set groups(groups: Record<string, string[]>) {
    this.#groups = groups;
    write('groups', groups);
  }

  apply(): void {
    if (this.#theme === 'auto') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = this.#theme;
    }
  }
}

export const prefs = new Preferences();
prefs.apply();
