import en from '../text/en.json';

export type TextKey = keyof typeof en;

/** The text of a key, its {names} filled in. */
export function t(key: TextKey, values: Record<string, string | number> = {}): string {
  return (en[key] as string).replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  );
}

/** The text of a key that is made at run time; the word itself where there is none. */
export function word(prefix: string, name: string): string {
  const key = `${prefix}.${name}`;
  return key in en ? t(key as TextKey) : name.replaceAll(/[-_.]/g, ' ');
}
