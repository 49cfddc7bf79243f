import type { Command } from 'commander';
import type { FundDatabase } from '../database';
import { openDocumentStore } from '../document-store';
import {
  type DocumentFinding,
  type DocumentStore,
  sweepDocuments,
  verifyDocuments,
} from '../documents';
import { DomainError } from '../errors';
import type { Config } from '../platform/config';

/** @throws DomainError DOCUMENT_STORE_MISSING */
function requireStore(config: Config, database: FundDatabase): DocumentStore {
  const store = openDocumentStore(config, database);
  if (store === undefined) throw new DomainError('DOCUMENT_STORE_MISSING', 'failed');
  return store;
}

/**
 * Compares every stored document with its row.
 *
 * @throws DomainError DOCUMENT_ALTERED, DOCUMENT_STORE_MISSING
 */
export const verifyStored = (config: Config, database: FundDatabase): Promise<DocumentFinding> =>
  verifyDocuments(database.dataSource, requireStore(config, database));

/** The commands of `npx fund` that keep the store of documents in order. */
export function addDocumentCommands(
  fund: Command,
  config: Config,
  withDatabase: (act: (database: FundDatabase) => Promise<void>) => Promise<void>,
  print: (line: string) => void,
): void {
  fund
    .command('documents')
    .description('keep the store of documents in order')
    .command('sweep')
    .requiredOption('--by <name>', 'who does it; stands in the audit trail')
    .description('take away files that a crash left: those that no document names')
    .action(({ by }: { by: string }) =>
      withDatabase(async (database) => {
        const store = requireStore(config, database);
        print(JSON.stringify(await sweepDocuments(database.dataSource, store, by)));
      }),
    );
}
