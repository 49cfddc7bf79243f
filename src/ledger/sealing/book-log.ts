import { readSealedJournals, type Reader } from './read-journals';
import { type LeafProof, proveLeaf, type StoredLog } from './stored-log';
import { journalText, originOf } from '../../verifier';

/** A book as the sealer and the verifier name it. */
export interface SealedBook {
  readonly id: number;
  readonly code: string;
}

/** Where the tree and the checkpoints of a book are. */
export const bookLog = ({ id, code }: SealedBook): StoredLog => ({
  origin: originOf(code),
  name: { en: `book ${code}`, zh: `账套 ${code} ` },
  folder: code,
  nodes: `(SELECT * FROM ledger.tree_node WHERE book_id = ${id})`,
  checkpoints: `(SELECT * FROM ledger.checkpoint WHERE book_id = ${id})`,
});

/** That a journal stands in the tree of a checkpoint. */
export interface InclusionProof extends LeafProof {
  /** The canonical text whose leaf hash is proved. */
  readonly text: string;
}

/**
 * Proves that a journal is part of a sealed book, against the last checkpoint or that of a size.
 *
 * @throws DomainError NOT_SEALED there is no such checkpoint, or the journal came after it
 */
export async function proveInclusion(
  reader: Reader,
  book: SealedBook,
  number: bigint,
  size?: bigint,
): Promise<InclusionProof> {
  const [journal] = await readSealedJournals(reader, book, number, number);
  const proof = await proveLeaf(reader, bookLog(book), journal && number, size);
  return { ...proof, text: journal === undefined ? '' : journalText(journal) };
}
