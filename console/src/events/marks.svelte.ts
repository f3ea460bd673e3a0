import { call } from '../lib/api';
import type { Fact } from '../lib/events';
import { session } from '../lib/session.svelte';
import { t } from '../lib/text';

const MOST = 200;
const SHOWN_MILLIS = 12_000;

interface Marked {
  done: string[];
  failed: { id: string; reason: string }[];
}

/** Which events are selected, the marks of those looked at, and the last change, to be undone. */
export class Marks {
  selected = $state<string[]>([]);
  said = $state('');
  #last = $state.raw<{ facts: Fact[]; isReviewed: boolean } | null>(null);
  #timer = 0;

  get canUndo(): boolean {
    return this.#last !== null;
  }

  toggle(fact: Fact): void {
    this.selected = this.selected.includes(fact.id)
      ? this.selected.filter((id) => id !== fact.id)
      : [...this.selected, fact.id];
  }

  /** Marks events, or takes the marks away, at once in what is shown; what fails is put back. */
  async set(facts: Fact[], isReviewed: boolean): Promise<void> {
    const changed = facts.filter((fact) => (fact.reviewed !== undefined) !== isReviewed);
    this.selected = [];
    if (changed.length === 0) {
      return;
    }
    const before = new Map(changed.map((fact) => [fact.id, fact.reviewed]));
    const mark = { at: new Date().toISOString(), name: session.me?.name ?? '' };
    changed.forEach((fact) => (fact.reviewed = isReviewed ? mark : undefined));
    this.#last = { facts: changed, isReviewed };
    this.#say(t(isReviewed ? 'review.marked' : 'review.unmarked', { count: changed.length }));
    const lost = await send(changed.map((fact) => fact.id), isReviewed);
    if (lost.size > 0) {
      changed
        .filter((fact) => lost.has(fact.id))
        .forEach((fact) => (fact.reviewed = before.get(fact.id)));
      this.#say(t('review.failed', { count: lost.size }));
    }
  }

  async undo(): Promise<void> {
    const last = this.#last;
    if (last) {
      await this.set(last.facts, !last.isReviewed);
      this.#last = null;
    }
  }

  hide(): void {
    this.said = '';
    this.#last = null;
  }

  #say(text: string): void {
    this.said = text;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.hide(), SHOWN_MILLIS);
  }
}

/** Sends the marks in parts; the ids that could not be done. */
async function send(ids: string[], isReviewed: boolean): Promise<Set<string>> {
  const lost = new Set<string>();
  for (let i = 0; i < ids.length; i += MOST) {
    const part = ids.slice(i, i + MOST);
    try {
      const answer = await call<Marked>('/reviews', {
        method: 'PUT',
        body: { ids: part, reviewed: isReviewed },
      });
      answer.body.failed.forEach((one) => lost.add(one.id));
    } catch {
      part.forEach((id) => lost.add(id));
    }
  }
  return lost;
}
