/**
 * Whether somebody has checked the electronic signature of an original voucher (验签, 财会〔2025〕9号).
 * `not_checked` says that nobody has, and is never taken for a good one.
 */
export const SIGNATURE_RESULTS = ['not_checked', 'valid', 'invalid'] as const;
export type SignatureResult = (typeof SIGNATURE_RESULTS)[number];

/** Checks signatures, with the toolkit of the Ministry of Finance; none is connected. */
export interface SignatureChecker {
  /** @param bytes the original file, byte for byte */
  check(format: 'xml' | 'ofd' | 'pdf', bytes: Uint8Array): Promise<SignatureResult>;
}

/** Where no toolkit is connected. */
export const NO_CHECKER: SignatureChecker = {
  check: () => Promise.resolve('not_checked'),
};
