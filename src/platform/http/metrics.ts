import type { AnsweredRequest } from './observe-requests';

/** The text format of Prometheus. */
export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Where the figures come from. */
export abstract class Metrics {
  /** All figures as they are now, in the text format of Prometheus. */
  abstract text(): Promise<string>;
  /** Told of every HTTP request. */
  abstract requestAnswered(request: AnsweredRequest): void;
}
