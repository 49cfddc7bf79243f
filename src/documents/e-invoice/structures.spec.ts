import { digitalInvoice, oldInvoice, type Values } from '../../../test/documents/files';
import { readInvoiceXml } from './structures';

const read = (xml: string) => readInvoiceXml(Buffer.from(xml));

describe('an invoice in XML', () => {
  it('of 2019 is read with its code, both parties and its amounts', () => {
    expect(read(oldInvoice())).toEqual({
      state: 'read',
      structure: 'einvoice_2019',
      invoice: {
        number: '12345678',
        code: '022001900112',
        issuer: { name: '长春某检测有限公司', taxId: '91220101MA0000001X' },
        buyer: { name: '长春某环保协会', taxId: '51220000MJ00010109' },
        issuedOn: '2020-06-09',
        amount: '943.40',
        tax: '56.60',
        total: '1000.00',
        kind: 'ordinary',
      },
    });
  });

  it('that is fully digital is read by its number of twenty digits', () => {
    expect(read(digitalInvoice())).toEqual({
      state: 'read',
      structure: 'einvoice_digital',
      invoice: {
        number: '26222000000012345678',
        code: null,
        issuer: { name: '甲 & 乙公司', taxId: '91220101MA0000001X' },
        buyer: { name: '长春某环保协会', taxId: null },
        issuedOn: '2026-03-19',
        amount: '180.00',
        tax: '8.66',
        total: '188.66',
        kind: 'ordinary',
      },
    });
  });

  it('that is red takes back what it says, without a sign', () => {
    const red = oldInvoice({ amount: '-943.40', tax: '-56.60', total: '-1000.00' });
    expect(read(red)).toMatchObject({
      invoice: { amount: '943.40', tax: '56.60', total: '1000.00', kind: 'red' },
    });
  });

  it('keeps the zeros of its number, and is read whatever the prefix, in GBK as well', () => {
    expect(read(oldInvoice({ number: '00000001' }))).toMatchObject({
      invoice: { number: '00000001' },
    });
    expect(read(oldInvoice().replaceAll('fp:', '').replace('xmlns:fp', 'xmlns'))).toMatchObject({
      state: 'read',
    });
    // 吉林 in GBK.
    const [before = '', after = ''] = oldInvoice({ seller: '|' })
      .replaceAll(/[^\x00-\x7f]+/g, '')
      .replace('20200609', '2020-06-09')
      .replace('UTF-8', 'GBK')
      .split('|');
    const bytes = Buffer.concat([
      Buffer.from(before),
      Buffer.from([0xbc, 0xaa, 0xc1, 0xd6]),
      Buffer.from(after),
    ]);
    expect(readInvoiceXml(bytes)).toMatchObject({ invoice: { issuer: { name: '吉林' } } });
  });

  it.each<[string, Values, string]>([
    ['a number of nine digits', { number: '123456789' }, 'number'],
    ['a number that a spreadsheet shortened', { number: '1.23E+07' }, 'number'],
    ['an old number without its code', { code: '' }, 'code'],
    ['a code of letters', { code: 'ABCDEFGHIJ' }, 'code'],
    ['a day that is none', { issuedOn: '2026-02-30' }, 'issuedOn'],
    ['no day', { issuedOn: '' }, 'issuedOn'],
    ['separators', { amount: '1,943.40', total: '2000.00' }, 'amounts'],
    ['a currency sign', { total: '¥1000.00' }, 'amounts'],
    ['three decimals', { tax: '56.600' }, 'amounts'],
    ['an exponent', { tax: '5.66e1' }, 'amounts'],
    ['hexadecimal digits', { tax: '0x38' }, 'amounts'],
    ['an amount of letters', { tax: '***' }, 'amounts'],
    ['two signs', { amount: '--943.40' }, 'amounts'],
    ['amounts that do not add up', { total: '1000.01' }, 'amounts'],
    ['amounts of different signs', { amount: '1056.60', tax: '-56.60' }, 'amounts'],
    ['nothing to pay', { amount: '0.00', tax: '0.00', total: '0.00' }, 'amounts'],
  ])('with %s is entered by hand, and the place is named', (_, values, field) => {
    expect(read(oldInvoice(values))).toEqual({
      state: 'unreadable',
      reason: 'values_invalid',
      fields: [field],
    });
  });

  it('that says a thing twice is entered by hand', () => {
    const twice = oldInvoice().replace(
      '<fp:TaxInclusiveTotalAmount>',
      '<fp:InvoiceNo>87654321</fp:InvoiceNo>$&',
    );
    expect(read(twice)).toMatchObject({ reason: 'values_invalid', fields: ['number'] });
  });

  it.each([
    ['<Invoice><Number>1</Number></Invoice>'],
    ['<eInvoice xmlns="http://www.edrm.org.cn/schema/e-invoice/2029"/>'],
    ['<EInvoice xmlns="urn:other"/>'],
  ])('of a structure that nobody described is not guessed at: %s', (xml) => {
    expect(read(xml)).toEqual({ state: 'unreadable', reason: 'unknown_structure' });
  });

  it.each([
    ['<!DOCTYPE a><a/>', 'doctype'],
    ['<a><![CDATA[<!DOCTYPE a>]]></a>', 'doctype'],
    ['<a>&#0;</a>', 'entity'],
    ['<a>&#xD800;</a>', 'entity'],
    ['<a b="&lol;"/>', 'entity'],
    ['<a>A & B</a>', 'not_well_formed'],
    ['<a><__proto__/></a>', 'not_well_formed'],
    ['<a>\0</a>', 'encoding'],
    ['<?xml version="1.0" encoding="UTF-16"?><a/>', 'encoding'],
    ['<a xmlns:s="http://www.w3.org/1999/XSL/Transform"><s:template/></a>', 'active_content'],
    ['<a><SCRIPT/></a>', 'active_content'],
  ])('that is hostile is refused: %s', (xml, fault) => {
    expect(read(xml)).toEqual({ state: 'refused', fault });
  });

  it('resolves the five entities and numbers of characters, once', () => {
    const named = oldInvoice({ seller: '&lt;A&amp;amp;B&#x4e2d;&#25991;&quot;&apos;&gt;' });
    expect(read(named)).toMatchObject({ invoice: { issuer: { name: `<A&amp;B中文"'>` } } });
    const raw = oldInvoice({ seller: '<![CDATA[A & <B>]]>' });
    expect(read(raw)).toMatchObject({ invoice: { issuer: { name: 'A & <B>' } } });
  });
});
