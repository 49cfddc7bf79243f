const NOT_A_TOKEN = /[^A-Za-z0-9._-]/g;
/** What `encodeURIComponent` leaves and RFC 8187 does not allow. */
const MORE = /['()*!]/g;

/**
 * The header that has a file saved and never shown, under its name (RFC 6266; RFC 8187 for names that
 * are not plain ASCII).
 */
export function attachment(name: string): string {
  const encoded = encodeURIComponent(name).replace(
    MORE,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${name.replace(NOT_A_TOKEN, '_')}"; filename*=UTF-8''${encoded}`;
}

/** Headers by which a browser neither guesses what a file is nor runs anything in it. */
export const INERT = {
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
} as const;
