import { join } from 'node:path';
import type { FundDatabase } from './database';
import { type DocumentStore, FolderStore } from './documents';
import type { Config } from './platform/config';

/** Where documents are kept: the configured folder, else one beside the embedded database. */
export function documentFolder(
  { documentFolder: configured }: Pick<Config, 'documentFolder'>,
  { embedded, place }: Pick<FundDatabase, 'embedded' | 'place'>,
): string | undefined {
  return configured ?? (embedded ? join(place, 'documents') : undefined);
}

/** The store of documents; with a database of the user's own and no folder configured there is none. */
export function openDocumentStore(
  config: Pick<Config, 'documentFolder'>,
  database: Pick<FundDatabase, 'embedded' | 'place'>,
): DocumentStore | undefined {
  const folder = documentFolder(config, database);
  return folder === undefined ? undefined : new FolderStore(folder);
}
