import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FundDatabase } from './database';
import { type DocumentStore, FolderStore, S3Store } from './documents';
import type { Config } from './platform/config';

type Place = Pick<FundDatabase, 'embedded' | 'place'>;
type Settings = Pick<Config, 'documentFolder' | 'objectStore'>;

/** Where documents are kept: the configured folder, else one beside the embedded database. */
export function documentFolder(
  { documentFolder: configured }: Pick<Config, 'documentFolder'>,
  { embedded, place }: Place,
): string | undefined {
  return configured ?? (embedded ? join(place, 'documents') : undefined);
}

/** What people are told that documents are in; undefined where it is no bucket. */
export const nameOfBucket = ({ objectStore }: Pick<Config, 'objectStore'>): string | undefined =>
  objectStore && `${objectStore.bucket} (${new URL(objectStore.endpoint).host})`;

/** The object store that the settings name; uploads pass through the folder for documents, else through one of this process. */
export function openObjectStore(config: Settings, database: Place): S3Store | undefined {
  if (config.objectStore === undefined) return undefined;
  const folder = documentFolder(config, database) ?? join(tmpdir(), `fund-${randomUUID()}`);
  return new S3Store(config.objectStore, join(folder, 'incoming'));
}

/** The store of documents; with a database of the user's own and neither folder nor bucket configured there is none. */
export function openDocumentStore(config: Settings, database: Place): DocumentStore | undefined {
  const bucket = openObjectStore(config, database);
  if (bucket !== undefined) return bucket;
  const folder = documentFolder(config, database);
  return folder === undefined ? undefined : new FolderStore(folder);
}
