import { differences, type EnteredInvoice, type ReadInvoice } from './compare-invoice';

const entered = {
  number: '26222000000012345678',
  issuer: '长春某检测(集团)有限公司',
  issuerTaxId: '91220101MA0000001X',
  issuedOn: '2026-03-19',
  total: '188.66',
} satisfies EnteredInvoice;
const buyer = { name: '吉林省绿色志愿者协会', creditCode: '51220000MJ0000018T' };
const read: ReadInvoice = {
  ...entered,
  kind: 'ordinary',
  buyer: buyer.name,
  buyerTaxId: buyer.creditCode,
};

describe('a receipt and what its file says', () => {
  it('do not differ where both say the same, however the names are spelt', () => {
    expect(differences(entered, read, buyer)).toEqual([]);
    const spelt = { ...read, issuer: '长春某检测（集团） 有限公司', buyer: '另一名称' };
    expect(differences(entered, spelt, buyer)).toEqual([]);
  });

  it('differ in each field that says something else', () => {
    const other: Partial<ReadInvoice> = {
      number: '26222000000012345679',
      issuer: '长春另一公司',
      issuerTaxId: '91220101MA0000002X',
      issuedOn: '2026-03-20',
      total: '188.67',
      buyerTaxId: '51220000MJ00010109',
    };
    for (const [field, value] of Object.entries(other)) {
      const name = field === 'buyerTaxId' ? 'buyer' : field;
      expect(differences(entered, { ...read, [field]: value }, buyer)).toEqual([name]);
    }
  });

  it('are not compared in what one of them leaves open', () => {
    const open = { ...read, issuer: null, buyer: null, buyerTaxId: null };
    expect(differences({ ...entered, issuerTaxId: null, issuedOn: null }, open, buyer)).toEqual([]);
  });

  it('compare the name of the buyer where its tax number is not there', () => {
    const named = { ...read, buyerTaxId: null };
    expect(differences(entered, named, buyer)).toEqual([]);
    expect(differences(entered, { ...named, buyer: '某环保协会' }, buyer)).toEqual(['buyer']);
  });
});
