import { attached, digitalInvoice, ofd, oldInvoice } from '../../../test/documents/files';
import { InvoiceReader } from './invoice-reader';

const XML = Buffer.from(digitalInvoice());

describe('the reader of invoices', () => {
  it('reads what an OFD states of itself', async () => {
    expect(await new InvoiceReader().read('ofd', ofd())).toEqual({
      state: 'read',
      structure: 'ofd_custom_data',
      invoice: {
        number: '12345678',
        code: '022001900112',
        issuer: { name: null, taxId: '91220101MA0000001X' },
        buyer: { name: null, taxId: '51220000MJ00010109' },
        issuedOn: '2020-06-09',
        amount: '943.40',
        tax: '56.60',
        total: '1000.00',
        kind: 'ordinary',
      },
    });
  });

  it('reads the invoice that is attached to an OFD, where both agree', async () => {
    const reader = new InvoiceReader();
    expect(await reader.read('ofd', ofd({}, attached(oldInvoice())))).toMatchObject({
      structure: 'einvoice_2019',
      invoice: { issuer: { name: '长春某检测有限公司' } },
    });
    const dearer = oldInvoice({ amount: '9434.00', tax: '566.00', total: '10000.00' });
    expect(await reader.read('ofd', ofd({}, attached(dearer)))).toEqual({
      state: 'unreadable',
      reason: 'contradictory',
    });
    const other = { ...attached(digitalInvoice()), name: 'Doc_0/Attachs/other.xml' };
    expect(await reader.read('ofd', ofd({}, attached(oldInvoice()), other))).toMatchObject({
      reason: 'contradictory',
    });
  });

  it('reads nothing hostile out of an OFD, and no part that is too large', async () => {
    const reader = new InvoiceReader();
    const hostile = attached(`<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>`);
    expect(await reader.read('ofd', ofd({}, hostile))).toMatchObject({
      structure: 'ofd_custom_data',
    });
    expect(await reader.read('ofd', ofd({ number: '1' }, hostile))).toMatchObject({
      reason: 'values_invalid',
    });
    const large = attached(`<a>${' '.repeat(3_000_000)}</a>`);
    expect(await reader.read('ofd', ofd({}, large))).toMatchObject({ reason: 'too_large' });
  });

  it('ends what takes too long, and goes on', async () => {
    const hasty = new InvoiceReader({ milliseconds: 1 });
    expect(await hasty.read('xml', XML)).toEqual({ state: 'unreadable', reason: 'too_slow' });
    expect(await new InvoiceReader().read('xml', XML)).toMatchObject({ state: 'read' });
  });

  it('ends what takes too much memory, and goes on', async () => {
    const many = Buffer.from(`<a>${'<b c="d">e</b>'.repeat(140_000)}</a>`);
    const narrow = new InvoiceReader({ heap: 48 });
    expect(await narrow.read('xml', many)).toEqual({ state: 'unreadable', reason: 'too_large' });
    expect(await narrow.read('xml', XML)).toMatchObject({ state: 'read' });
  });

  it('reads some at once, lets some wait, and turns the others away', async () => {
    const busy = new InvoiceReader({ atOnce: 1, waiting: 2 });
    const all = await Promise.allSettled(Array.from({ length: 5 }, () => busy.read('xml', XML)));
    expect(all.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'fulfilled'],
      ...['rejected', 'rejected'],
    ]);
    expect(all[4]).toMatchObject({ reason: { code: 'DOCUMENT_READER_BUSY' } });
    expect(await busy.read('xml', XML)).toMatchObject({ state: 'read' });
  });
});
