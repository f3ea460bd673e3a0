import { t } from './text';

/** The reason of what failed, in words. */
export function reason(problem: unknown): string {
  return problem instanceof Error ? problem.message || t('failure.unreachable') : '';
}
