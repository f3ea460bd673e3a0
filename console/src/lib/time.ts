const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const SHORT = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const DAY = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', month: 'short' });

/** A time of day with seconds. */
export function clock(time: Date | number): string {
  return CLOCK.format(time);
}

/** A time of day. */
export function shortClock(time: Date | number): string {
  return SHORT.format(time);
}

export function day(time: Date | number): string {
  return DAY.format(time);
}

/** A day and time, the day left out where it is today. */
export function when(time: Date | number): string {
  const date = new Date(time);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday ? clock(date) : `${day(date)} ${clock(date)}`;
}

/** A length of time in seconds, for people: 0.3 s, 4 m, 2 h. */
export function span(seconds: number): string {
  if (seconds < 9.95) {
    return `${Math.max(0, seconds).toFixed(1)} s`;
  }
  if (seconds < 99.5) {
    return `${Math.round(seconds)} s`;
  }
  if (seconds < 5970) {
    return `${Math.round(seconds / 60)} m`;
  }
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}
