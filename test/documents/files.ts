import { constants, deflateRawSync } from 'node:zlib';
import type { Response } from 'supertest';

/** An entry of an archive, as its directory tells of it. */
export interface ZipEntry {
  readonly name: string;
  readonly content: string | Buffer;
  /** Packed already. */
  readonly packed?: Buffer;
  /** What the directory says of its unpacked size, where that is a lie. */
  readonly saysSize?: number;
  readonly encrypted?: boolean;
}

function headerOf({ name, content, saysSize, encrypted }: ZipEntry, packed: Buffer): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(0x0800 + (encrypted === true ? 1 : 0), 2);
  header.writeUInt16LE(8, 4);
  header.writeUInt32LE(packed.length, 14);
  header.writeUInt32LE(saysSize ?? Buffer.byteLength(content), 18);
  header.writeUInt16LE(Buffer.byteLength(name), 22);
  return header;
}

/** Packs entries as they are described, true or not. */
export function zip(entries: readonly ZipEntry[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const packed = entry.packed ?? deflateRawSync(Buffer.from(entry.content));
    const header = headerOf(entry, packed);
    const name = Buffer.from(entry.name);
    const piece = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), header, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), header, rest, name]));
    local.push(piece);
    offset += piece.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

/** So many times 20 MB of nothing, packed into some kilobytes. */
export function packedZeros(times: number): Buffer {
  const part = deflateRawSync(Buffer.alloc(20 * 1_024 * 1_024), {
    finishFlush: constants.Z_FULL_FLUSH,
  });
  return Buffer.concat([
    ...Array.from({ length: times }, () => part),
    deflateRawSync(Buffer.alloc(0)),
  ]);
}

export const pdf = (text = 'contract'): Buffer =>
  Buffer.from(`%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n(${text})\nendobj\n%%EOF\n`, 'latin1');

const chunk = (type: string, data: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
};

export const png = (): Buffer =>
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.alloc(13)),
    chunk('IDAT', Buffer.alloc(40)),
    chunk('IEND', Buffer.alloc(0)),
  ]);

export const jpeg = (): Buffer =>
  Buffer.from('\xff\xd8\xff\xe0\x00\x10JFIF\x00 picture \xff\xd9', 'latin1');

const TYPES: ZipEntry = { name: '[Content_Types].xml', content: '<Types/>' };
export const xlsx = (...more: readonly ZipEntry[]): Buffer =>
  zip([TYPES, { name: 'xl/workbook.xml', content: '<workbook/>' }, ...more]);
export const docx = (...more: readonly ZipEntry[]): Buffer =>
  zip([TYPES, { name: 'word/document.xml', content: '<document/>' }, ...more]);

/** Values of an invoice that tests change. */
export interface Values {
  readonly number?: string;
  readonly code?: string;
  readonly issuedOn?: string;
  readonly amount?: string;
  readonly tax?: string;
  readonly total?: string;
  readonly seller?: string;
}

/** As older electronic invoices have it. */
export const oldInvoice = ({
  number = '12345678',
  code = '022001900112',
  issuedOn = '2020年06月09日',
  amount = '943.40',
  tax = '56.60',
  total = '1000.00',
  seller = '长春某检测有限公司',
}: Values = {}): string => `<?xml version="1.0" encoding="UTF-8"?>
<fp:eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019">
  <fp:InvoiceCode>${code}</fp:InvoiceCode><fp:InvoiceNo>${number}</fp:InvoiceNo>
  <fp:IssueDate>${issuedOn}</fp:IssueDate>
  <fp:Buyer><fp:BuyerName>长春某环保协会</fp:BuyerName><fp:BuyerTaxID>51220000MJ00010109</fp:BuyerTaxID></fp:Buyer>
  <fp:Seller><fp:SellerName>${seller}</fp:SellerName><fp:SellerTaxID>91220101MA0000001X</fp:SellerTaxID></fp:Seller>
  <fp:TaxExclusiveTotalAmount>${amount}</fp:TaxExclusiveTotalAmount>
  <fp:TaxTotalAmount>${tax}</fp:TaxTotalAmount>
  <fp:TaxInclusiveTotalAmount>${total}</fp:TaxInclusiveTotalAmount>
</fp:eInvoice>`;

/** As fully digital invoices have it. */
export const digitalInvoice = ({
  number = '26222000000012345678',
  issuedOn = '2026-03-19 10:11:12',
  amount = '180.00',
  tax = '8.66',
  total = '188.66',
}: Values = {}): string => `<?xml version="1.0" encoding="utf-8"?>
<EInvoice><Header><EIid>${number}</EIid></Header><EInvoiceData>
<SellerInformation><SellerIdNum>91220101MA0000001X</SellerIdNum><SellerName>甲 &amp; 乙公司</SellerName></SellerInformation>
<BuyerInformation><BuyerIdNum></BuyerIdNum><BuyerName>长春某环保协会</BuyerName></BuyerInformation>
<BasicInformation><TotalAmWithoutTax>${amount}</TotalAmWithoutTax><TotalTaxAm>${tax}</TotalTaxAm>
<TotalTax-includedAmount>${total}</TotalTax-includedAmount></BasicInformation>
</EInvoiceData><TaxSupervisionInfo><InvoiceNumber>${number}</InvoiceNumber><IssueTime>${issuedOn}</IssueTime></TaxSupervisionInfo></EInvoice>`;

/** What an OFD states of itself. */
const statement = ({
  number = '12345678',
  code = '022001900112',
  issuedOn = '2020年06月09日',
  amount = '943.40',
  tax = '56.60',
}: Values = {}): string => `<?xml version="1.0" encoding="UTF-8"?>
<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:CustomDatas>
${Object.entries({
  发票号码: number,
  发票代码: code,
  开票日期: issuedOn,
  合计金额: amount,
  合计税额: tax,
  销售方纳税人识别号: '91220101MA0000001X',
  购买方纳税人识别号: '51220000MJ00010109',
})
  .map(([name, value]) => `<ofd:CustomData Name="${name}">${value}</ofd:CustomData>`)
  .join('\n')}
</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`;

export const ofd = (values: Values = {}, ...more: readonly ZipEntry[]): Buffer =>
  zip([{ name: 'OFD.xml', content: statement(values) }, ...more]);

export const attached = (content: string): ZipEntry => ({
  name: 'Doc_0/Attachs/original_invoice.xml',
  content,
});

/** What is answered: the status, and the document. */
export async function outcome(
  sent: PromiseLike<Response>,
): Promise<[status: number, body: unknown]> {
  const { status, body } = (await sent) as { status: number; body: unknown };
  return [status, body];
}
