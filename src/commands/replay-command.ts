import { readFile } from 'node:fs/promises';
import {
  parseCaseFile,
  readExplanations,
  readStatement,
  replayCaseFile,
  type Statement,
} from '../casefile';
import type { FundDatabase } from '../database';
import { DomainError } from '../errors';

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new DomainError('CASE_FILE_NOT_FOUND', 'not_found', {
      path,
      fault: (error as NodeJS.ErrnoException).code ?? String(error),
    });
  }
}

/** The text of a file in UTF-8, with or without a mark of the byte order. */
async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DomainError('CASE_FILE_NOT_JSON', 'invalid', { path, fault: 'not UTF-8' });
  }
}

/**
 * Replays a case file and returns its statement, with `explanations` beside it when asked for.
 *
 * @throws DomainError when the file is refused; see `replayCaseFile` and `parseCaseFile`
 */
export async function replay(
  path: string,
  options: { readonly explain: boolean },
  open: () => Promise<FundDatabase>,
): Promise<Statement> {
  // Checked before a database is touched, let alone started.
  const document = parseCaseFile(await readText(path));
  const database = await open();
  try {
    const caseFile = await replayCaseFile(database.dataSource, document, database.wakeUp);
    return await database.dataSource.transaction('REPEATABLE READ', async (tx) => {
      const { statement, explanations } = await readStatement(tx, document.id);
      if (!options.explain) return statement;
      return { ...statement, explanations: await readExplanations(tx, caseFile, explanations) };
    });
  } finally {
    await database.close();
  }
}
