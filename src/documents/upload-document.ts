import type { Readable } from 'node:stream';
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { asCaller, type Caller } from '../identity';
import { bookOfUpload } from './book-of-upload';
import { examine } from './content/examine';
import { MEDIA_TYPES, MOST_BYTES } from './content/media-types';
import { Document } from './document.entity';
import type { Documents } from './documents';
import { harmlessName, trueName } from './name';
import { recordOfDocument } from './record';
import type { DocumentShown } from './schemas';
import { showDocument } from './show-document';
import type { ReceivedFile } from './store/document-store';
import { shareStore } from './store-lock';

/** What somebody uploads. */
export interface Upload {
  readonly name: string;
  /** Code of the book that it is for. */
  readonly book: string;
  readonly bytes: Readable;
}

interface Kept {
  readonly document: DocumentShown;
  /** Whether the name is another than the one that was given. */
  readonly nameChanged: boolean;
}

/**
 * Takes a file in: receives it, finds out what it is, keeps the bytes and then the row, so that no row
 * is ever without its bytes. What a crash leaves between the two is a file of which nobody knows.
 *
 * @throws DomainError NOT_FOUND, DOCUMENT_NAME_INVALID, DOCUMENT_STORE_MISSING, BODY_TOO_LARGE,
 *   BODY_INCOMPLETE, DOCUMENT_EMPTY, and what `examine` refuses
 */
export async function uploadDocument(
  dataSource: DataSource,
  caller: Caller,
  { store, reader }: Pick<Documents, 'store' | 'reader'>,
  upload: Upload,
): Promise<Kept> {
  const seen = harmlessName(upload.name);
  await asCaller(dataSource, caller, (tx) => bookOfUpload(tx, caller, upload.book));
  const file = await store.receive(upload.bytes, MOST_BYTES);
  try {
    const format = await examine(file, reader);
    const name = trueName(seen, format);
    const document = await asCaller(dataSource, caller, async (tx) => {
      await shareStore(tx);
      await store.keep(file);
      const id = await keepRow(tx, caller, file, {
        name,
        mediaType: MEDIA_TYPES[format],
        bookId: await bookOfUpload(tx, caller, upload.book),
        ...(name !== upload.name && { givenName: upload.name }),
      });
      return showDocument(tx, await tx.findOneByOrFail(Document, { id }));
    });
    return { document, nameChanged: name !== upload.name };
  } finally {
    await store.discard(file);
  }
}

async function keepRow(
  tx: EntityManager,
  caller: Caller,
  { sha256, size }: ReceivedFile,
  facts: Pick<Document, 'name' | 'mediaType' | 'bookId'> & { readonly givenName?: string },
): Promise<string> {
  const id = uuidv7();
  const { name, mediaType, bookId, givenName } = facts;
  const { creditCode, personId: uploadedById } = caller;
  await tx.insert(Document, {
    ...{ id, sha256, size, mediaType, name, bookId, creditCode, uploadedById },
  });
  await recordOfDocument(
    tx,
    caller,
    { id, bookId },
    {
      action: 'document.upload',
      afterHash: sha256,
      content: { name, mediaType, size, ...(givenName !== undefined && storable(givenName)) },
    },
  );
  return id;
}

/** PostgreSQL keeps no NUL. */
const storable = (givenName: string) => ({ givenName: givenName.replaceAll('\0', '') });
