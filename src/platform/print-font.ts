import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';

const FILE = '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';

/** The font of what is printed: Noto Sans SC (SIL OFL 1.1), with the characters of GB 18030 that names need. */
export interface PrintFont {
  readonly bytes: Buffer;
  /** The characters of a text that it cannot show. */
  missingIn(text: string): string[];
}

let opened: PrintFont | undefined;

/** Opens the font once; 10 MB stay in memory from the first paper that is printed. */
export function printFont(): PrintFont {
  if (opened !== undefined) return opened;
  const bytes = readFileSync(require.resolve(FILE));
  const font = create(bytes) as Font;
  opened = {
    bytes,
    missingIn: (text) =>
      [...new Set(text)].filter(
        (character) => !font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0),
      ),
  };
  return opened;
}
