/** What somebody typed and has not sent yet, with the key under which it will be sent. */
export interface Draft {
  readonly key: string;
  readonly values: object;
}

/**
 * Drafts stay in the tab: they outlive a reload, a renewed session and a lost answer (the key stays
 * too, so nothing is entered twice), and are gone with the tab or when its person signs out. Nothing
 * of a voucher is left on a computer that several people use.
 */
export const drafts = {
  read(name: string): Draft | undefined {
    const kept = sessionStorage.getItem(name);
    return kept === null ? undefined : (JSON.parse(kept) as Draft);
  },

  keep(name: string, draft: Draft): void {
    sessionStorage.setItem(name, JSON.stringify(draft));
  },

  drop(name: string): void {
    sessionStorage.removeItem(name);
  },

  dropAll(): void {
    sessionStorage.clear();
  },
};
