import type { DataSource } from 'typeorm';
import { recordEvent } from '../audit';
import { Document } from './document.entity';
import { requireUnaltered } from './open-document';
import type { DocumentStore } from './store/document-store';
import { takeStore } from './store-lock';

const ROWS_AT_ONCE = 500;

/** What was seen where every document is whole. */
export interface DocumentFinding {
  readonly log: 'documents';
  readonly documents: number;
  readonly files: number;
  /** Of the files, in bytes. */
  readonly bytes: string;
}

/**
 * Hashes every stored file anew and compares it with the rows that name it, in the order of upload.
 *
 * @throws DomainError DOCUMENT_ALTERED with the first document whose file is missing or differs
 */
export async function verifyDocuments(
  dataSource: DataSource,
  store: DocumentStore,
): Promise<DocumentFinding> {
  const seen = new Set<string>();
  let documents = 0;
  let bytes = 0n;
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows = await dataSource.manager
      .createQueryBuilder(Document, 'document')
      .where('document.id > :after', { after })
      .orderBy('document.id')
      .limit(ROWS_AT_ONCE)
      .getMany();
    for (const row of rows) {
      const hash = row.sha256.toString('hex');
      if (!seen.has(hash)) {
        await requireUnaltered(store, row);
        bytes += BigInt(row.size);
      }
      seen.add(hash);
    }
    documents += rows.length;
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.id;
  }
  return { log: 'documents', documents, files: seen.size, bytes: String(bytes) };
}

/** What was taken away. */
export interface Swept {
  /** Kept files that no row tells of. */
  readonly files: number;
  /** Uploads that broke off. */
  readonly leftovers: number;
}

/** Takes away what crashes left: files without a row, and uploads that never ended. */
export async function sweepDocuments(
  dataSource: DataSource,
  store: DocumentStore,
  by: string,
): Promise<Swept> {
  return dataSource.transaction(async (tx) => {
    await takeStore(tx);
    const removed: string[] = [];
    for await (const sha256 of store.list()) {
      if (await tx.existsBy(Document, { sha256 })) continue;
      await store.remove(sha256);
      removed.push(sha256.toString('hex'));
    }
    const swept = { files: removed.length, leftovers: await store.removeLeftovers() };
    await recordEvent(tx, {
      action: 'document.sweep',
      person: by,
      content: { ...swept, removed },
    });
    return swept;
  });
}
