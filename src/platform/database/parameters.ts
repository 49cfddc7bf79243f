/** The parameters of a question that is put together of parts. */
export class Parameters {
  readonly values: unknown[] = [];

  /** @returns how the question names the value, as one of the type */
  add(value: unknown, type: 'boolean' | 'integer' | 'integer[]' | 'text' | 'uuid'): string {
    this.values.push(value);
    return `$${String(this.values.length)}::${type}`;
  }
}
