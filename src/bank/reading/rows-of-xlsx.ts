import { parseXml, type XmlElement, XmlRefused } from '../../platform/xml/parse-xml';
import { openWorkbook, type Workbook } from './open-workbook';
import { type Cell, MOST_COLUMNS, MOST_ROWS, plainText, type Row } from './rows';
import { FileRefused } from './statement';

const EMPTY: Cell = { text: '', isNumber: false };
const REFERENCE = /^([A-Z]{1,3})([1-9][0-9]{0,6})$/;

const childrenOf = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((child) => child.name === name) ?? [];
const childOf = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  childrenOf(element, name)[0];

async function xmlOf(workbook: Workbook, name: string): Promise<XmlElement | undefined> {
  const bytes = await workbook.part(name);
  if (bytes === undefined) return undefined;
  try {
    return parseXml(bytes);
  } catch (error) {
    if (error instanceof XmlRefused) throw new FileRefused('XML');
    throw error;
  }
}

/** The text of a shared or an inline string; readings of characters (ruby) are no part of it. */
const textOf = (element: XmlElement | undefined): string =>
  [element, ...childrenOf(element, 'r')]
    .flatMap((run) => childrenOf(run, 't'))
    .map(({ text }) => text)
    .join('');

/** Where the first sheet lies that is shown. ECMA-376 part 1, 18.2.19. */
async function firstSheet(workbook: Workbook): Promise<XmlElement> {
  const book = await xmlOf(workbook, 'xl/workbook.xml');
  // Days would count from 1904 on.
  const dates = childOf(book, 'workbookPr')?.attributes['date1904'];
  if (dates === '1' || dates === 'true') throw new FileRefused('NOT_XLSX');
  const sheet = childrenOf(childOf(book, 'sheets'), 'sheet').find(
    ({ attributes }) => (attributes['state'] ?? 'visible') === 'visible',
  );
  const id = sheet?.attributes['r:id'];
  const relations = await xmlOf(workbook, 'xl/_rels/workbook.xml.rels');
  const target = childrenOf(relations, 'Relationship').find(
    ({ attributes }) => attributes['Id'] === id && attributes['TargetMode'] !== 'External',
  )?.attributes['Target'];
  const name = target?.startsWith('/') === true ? target.slice(1) : `xl/${target ?? ''}`;
  const found = await xmlOf(workbook, name);
  if (found === undefined) throw new FileRefused('NOT_XLSX');
  return found;
}

function columnOf(letters: string): number {
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** A cell by its kind. ECMA-376 part 1, 18.18.11; a formula's value is what another program computed. */
function cellOf(element: XmlElement, shared: readonly string[]): Cell {
  if (childOf(element, 'f') !== undefined) return { ...EMPTY, fault: 'FORMULA' };
  const value = childOf(element, 'v')?.text ?? '';
  const kind = element.attributes['t'] ?? 'n';
  if (kind === 's') return { text: plainText(shared[parseInt(value, 10)] ?? ''), isNumber: false };
  if (kind === 'inlineStr') {
    return { text: plainText(textOf(childOf(element, 'is'))), isNumber: false };
  }
  if (kind === 'str' || kind === 'd') return { text: plainText(value), isNumber: false };
  return kind === 'n' ? { text: value, isNumber: value !== '' } : { ...EMPTY, fault: 'CELL_ERROR' };
}

function rowOf(element: XmlElement, line: number, shared: readonly string[]): Row {
  const cells: Cell[] = [];
  for (const cell of childrenOf(element, 'c')) {
    const [, letters] = REFERENCE.exec(cell.attributes['r'] ?? '') ?? [];
    const column = letters === undefined ? cells.length : columnOf(letters);
    if (column >= MOST_COLUMNS || column < cells.length) throw new FileRefused('NOT_XLSX', line);
    while (cells.length < column) cells.push(EMPTY);
    cells.push(cellOf(cell, shared));
  }
  return { line, cells };
}

/**
 * The rows of the first sheet of a workbook. Numbers stay the digits that the file holds.
 *
 * @throws FileRefused NOT_XLSX, ARCHIVE, XML, TOO_MANY_ROWS
 */
export async function rowsOfXlsx(bytes: Uint8Array): Promise<Row[]> {
  const workbook = await openWorkbook(Buffer.from(bytes));
  const sheet = await firstSheet(workbook);
  const strings = childrenOf(await xmlOf(workbook, 'xl/sharedStrings.xml'), 'si').map(textOf);
  const elements = childrenOf(childOf(sheet, 'sheetData'), 'row');
  if (elements.length > MOST_ROWS) throw new FileRefused('TOO_MANY_ROWS');
  let line = 0;
  return elements.map((element) => {
    const stated = element.attributes['r'] ?? '';
    const next = /^[1-9][0-9]{0,6}$/.test(stated) ? parseInt(stated, 10) : line + 1;
    if (next <= line) throw new FileRefused('NOT_XLSX', line);
    line = next;
    return rowOf(element, line, strings);
  });
}
