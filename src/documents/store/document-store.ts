import type { Readable } from 'node:stream';

/** An upload that has come whole, before it is known what it is; it lies on this machine. */
export interface ReceivedFile {
  readonly path: string;
  readonly sha256: Buffer;
  /** In bytes. */
  readonly size: number;
}

/**
 * Where the bytes of documents are kept, each once, under their SHA-256: in a folder, or in an object
 * store.
 */
export interface DocumentStore {
  /**
   * Reads an upload to its end.
   *
   * @throws DomainError BODY_TOO_LARGE, BODY_INCOMPLETE, DOCUMENT_EMPTY
   */
  receive(source: Readable, mostBytes: number): Promise<ReceivedFile>;

  /**
   * Keeps what was received, durably before it returns. What is kept already stays as it is; keeping
   * the same file again does nothing.
   *
   * @throws DomainError DOCUMENT_ALTERED what is kept under this hash is something else
   */
  keep(file: ReceivedFile): Promise<void>;

  /** Lets go of what was received, whether it was kept or not. */
  discard(file: ReceivedFile): Promise<void>;

  /** The bytes; undefined where there are none. */
  read(sha256: Buffer): Promise<Readable | undefined>;

  /** The hashes of everything that is kept. */
  list(): AsyncIterable<Buffer>;

  /** Takes away what no row tells of. */
  remove(sha256: Buffer): Promise<void>;

  /** Takes away uploads that broke off with their process. @returns how many */
  removeLeftovers(): Promise<number>;
}
