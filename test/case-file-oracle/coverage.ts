import { EVENT_TYPES, REFUSAL_CODES } from './arbitrary-case-file';
import type { CaseFile } from './format';

/** How often each event type was accepted and refused, and each refusal code came up. */
export class Coverage {
  readonly types = new Map(EVENT_TYPES.map((type) => [type, { accepted: 0, refused: 0 }]));
  readonly codes = new Map(REFUSAL_CODES.map((code) => [code, 0]));
  files = 0;
  events = 0;

  count({ events }: CaseFile): void {
    this.files += 1;
    this.events += events.length;
    for (const { type, expect } of events) {
      const row = this.types.get(type);
      if (row !== undefined) row[expect === undefined ? 'accepted' : 'refused'] += 1;
      if (expect !== undefined) this.codes.set(expect, (this.codes.get(expect) ?? 0) + 1);
    }
  }

  /** Codes of the format that never came up. */
  missing(): string[] {
    return [...this.codes].filter(([, times]) => times === 0).map(([code]) => code);
  }

  toString(): string {
    return [
      `${String(this.files)} case files, ${String(this.events)} events; accepted / refused:`,
      ...[...this.types].map(
        ([type, { accepted, refused }]) => `  ${type} ${String(accepted)} / ${String(refused)}`,
      ),
      'refusals:',
      ...[...this.codes].map(([code, times]) => `  ${code} ${String(times)}`),
    ].join('\n');
  }
}
