/** What the fields of a kind need to know beside what they hold. */
export interface FieldsProps {
  /** Code of the book in which it happens. */
  readonly book: string | null;
}
