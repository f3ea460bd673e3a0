export const BASE = '/api/v1';

export interface Problem {
  status: number;
  title: string;
  detail: string;
  errors?: { at: string; message: string }[];
}

/** An answer that is no success, with the reason the server gives. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title);
  }

  get status(): number {
    return this.problem.status;
  }
}

export interface Answer<T> {
  body: T;
  etag: string | null;
}

const listeners = new Set<() => void>();

/** Is called when the server says that nobody is logged in. */
export function onLoggedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export interface Options {
  method?: string;
  body?: unknown;
  etag?: string;
  once?: string;
  signal?: AbortSignal;
}

let proof = '';

/** Has all changes say that they come from a page of this console. */
export function prove(known: string | undefined): void {
  proof = known ?? '';
}

function headers(options: Options): Record<string, string> {
  const made: Record<string, string> = { Accept: 'application/json, application/problem+json' };
  if (options.body !== undefined) {
    made['Content-Type'] = 'application/json';
  }
  if (options.etag) {
    made['If-Match'] = options.etag;
  }
  if (proof && (options.method ?? 'GET') !== 'GET') {
    made['X-Vedette-Page'] = proof;
  }
  if (options.once) {
    made['Idempotency-Key'] = options.once;
  }
  return made;
}

async function problem(response: Response): Promise<Problem> {
  try {
    const read = (await response.json()) as Partial<Problem>;
    return {
      status: response.status,
      title: read.title ?? response.statusText,
      detail: read.detail ?? '',
      errors: read.errors,
    };
  } catch {
    return { status: response.status, title: response.statusText, detail: '' };
  }
}

/** Calls an operation of the contract. */
export async function call<T>(path: string, options: Options = {}): Promise<Answer<T>> {
  let response: Response;
  try {
    response = await fetch(BASE + path, {
      method: options.method ?? 'GET',
      headers: headers(options),
      body: options.body === undefined ? undefined : JSON.stringify(options.body),
      credentials: 'same-origin',
      signal: options.signal,
    });
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') {
      throw failure;
    }
    throw new ApiError({ status: 0, title: 'unreachable', detail: '' });
  }
  if (!response.ok) {
    const why = await problem(response);
    if (why.status === 401) {
      listeners.forEach((listener) => listener());
    }
    throw new ApiError(why);
  }
  const isJson = (response.headers.get('Content-Type') ?? '').includes('json');
  const body = (isJson ? await response.json() : undefined) as T;
  return { body, etag: response.headers.get('ETag') };
}

export async function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await call<T>(path, { signal })).body;
}

/** The address of something a browser loads by itself: a picture, a file. */
export function url(path: string, query: Record<string, string | number | null> = {}): string {
  const text = params(query);
  return BASE + path + (text ? `?${text}` : '');
}

export function params(
  query: Record<string, string | number | boolean | string[] | null | undefined>,
): string {
  const made = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (Array.isArray(value)) {
      value.forEach((one) => made.append(name, one));
    } else if (value !== null && value !== undefined && value !== '') {
      made.set(name, String(value));
    }
  }
  return made.toString();
}

/** The operations there are, by their ids in the contract. */
export async function operations(): Promise<Set<string>> {
  const response = await fetch(`${BASE}/openapi.yaml`, { credentials: 'same-origin' });
  const text = response.ok ? await response.text() : '';
  return new Set([...text.matchAll(/^\s+operationId:\s*(\w+)\s*$/gm)].map((found) => found[1]!));
}
