import type { Bilingual, Language } from '../errors';
import type { StatementFault, StatementFaultCode } from './reading/statement';

/** What each fault of a file says to a person, in the languages of the product. */
const WORDS: Readonly<Record<StatementFaultCode, Bilingual>> = {
  FILE_EMPTY: { zh: '文件没有内容', en: 'The file is empty' },
  FILE_TOO_LARGE: { zh: '文件过大（最大 5 MB）', en: 'The file is too large (5 MB at most)' },
  TOO_SLOW: { zh: '读取超时', en: 'Reading took too long' },
  TOO_MANY_ROWS: { zh: '行数过多（最多 20,000 行）', en: 'Too many rows (20,000 at most)' },
  ENCODING: {
    zh: '编码与模板不符，或含有残缺字符',
    en: 'Another encoding than the profile says, or a broken character',
  },
  NOT_CSV: { zh: '不是完好的 CSV', en: 'No sound CSV' },
  NOT_XLSX: { zh: '不是完好的 XLSX 工作簿', en: 'No sound XLSX workbook' },
  ARCHIVE: {
    zh: '压缩内容异常，不予打开',
    en: 'The archive is not opened: something is wrong with it',
  },
  XML: {
    zh: 'XML 不合规范或含有禁止的内容',
    en: 'The XML is not well formed, or holds what is not allowed',
  },
  NOT_CAMT: { zh: '不是 camt.053 对账单', en: 'No camt.053 statement' },
  STATEMENTS_MANY: { zh: '一个文件只能有一份对账单', en: 'A file holds one statement only' },
  PROFILE_MISSING: { zh: '缺少导入模板', en: 'There is no profile' },
  HEADER_MISSING: { zh: '找不到表头', en: 'No header was found' },
  COLUMN_MISSING: { zh: '缺少所需的列', en: 'A column that is needed is missing' },
  COLUMN_TWICE: { zh: '列重复', en: 'A column stands there twice' },
  COLUMN_UNKNOWN: { zh: '模板中没有的列', en: 'A column that the profile does not know' },
  NO_LINES: { zh: '没有任何流水', en: 'There is no movement' },
  FORMULA: {
    zh: '单元格含有公式，只接受数值',
    en: 'The cell holds a formula; only values are taken',
  },
  CELL_ERROR: { zh: '单元格出错', en: 'The cell holds an error' },
  DATE_INVALID: { zh: '日期不符合模板格式', en: 'The day is not as the profile says' },
  DATE_ORDER: { zh: '日期顺序与模板不符', en: 'The days run otherwise than the profile says' },
  AMOUNT_INVALID: {
    zh: '金额格式不正确：应为阿拉伯数字表示的元，至多两位小数',
    en: 'The amount is not written as yuan in digits, with two decimals at most',
  },
  AMOUNT_MISSING: { zh: '缺少金额', en: 'The amount is missing' },
  AMOUNT_ON_BOTH_SIDES: { zh: '借贷两方都有金额', en: 'There is an amount on both sides' },
  FLAG_UNKNOWN: { zh: '收支标志无法识别', en: 'The flag for in or out is not known' },
  CURRENCY: { zh: '不是人民币', en: 'It is not in yuan' },
  BALANCE_INVALID: {
    zh: '余额格式不正确：应为阿拉伯数字表示的元，至多两位小数',
    en: 'The balance is not written as yuan in digits, with two decimals at most',
  },
  BALANCE_BROKEN: {
    zh: '余额不连续：缺行或被改动',
    en: 'The balance does not follow: a row is missing or was changed',
  },
  OPENING_DIFFERS: { zh: '与期初余额不符', en: 'It does not follow from the opening balance' },
  CLOSING_DIFFERS: { zh: '合计与期末余额不符', en: 'The lines do not come to the closing balance' },
  SERIAL_TWICE: { zh: '流水号重复', en: 'The serial number stands there twice' },
  TEXT_INVALID: {
    zh: '文字过长或含有控制字符',
    en: 'The text is too long or holds control characters',
  },
};

/** Faults as they are answered: each with what it says in the reader's language. */
export const inWords = (
  faults: readonly StatementFault[],
  language: Language,
): (StatementFault & { readonly message: string })[] =>
  faults.map((fault) => ({ ...fault, message: WORDS[fault.code][language] }));
