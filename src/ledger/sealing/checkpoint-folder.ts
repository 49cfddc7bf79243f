import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bilingual, ExplainedError } from '../../errors';

/** What is said wherever the seal does not fit what is there. */
export const SEALING_STOPS: Bilingual = {
  en: 'Nothing more is sealed. Run `npx fund verify` and tell the auditor.',
  zh: '封存已停止。请运行 `npx fund verify` 并告知审计人员。',
};

/** A published checkpoint stands in the way of another one of the same size. */
export class CheckpointConflictError extends ExplainedError {
  constructor(path: string, size: bigint) {
    super({
      en: [`${path} holds another checkpoint of size ${size}.`, SEALING_STOPS.en],
      zh: [`${path} 中是另一个大小为 ${size} 的检查点。`, SEALING_STOPS.zh],
    });
  }
}

/**
 * The folder from which checkpoints are carried to places out of our reach. One file for each, never
 * overwritten: `<book>/<size>.txt`, the size in twelve digits so that names sort as sizes do.
 */
export class CheckpointFolder {
  constructor(private readonly folder: string) {}

  /** @throws CheckpointConflictError another checkpoint of this size was published before */
  publish(book: string, size: bigint, note: string): void {
    const folder = join(this.folder, book);
    const path = join(folder, `${size.toString().padStart(12, '0')}.txt`);
    mkdirSync(folder, { recursive: true });
    const draft = join(folder, `.${randomUUID()}`);
    writeFileSync(draft, note, { flag: 'wx', flush: true });
    try {
      // A link appears with its whole content, and only where nothing was.
      linkSync(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (readFileSync(path, 'utf8') !== note) {
        throw new CheckpointConflictError(path, size);
      }
    } finally {
      rmSync(draft);
    }
  }
}
