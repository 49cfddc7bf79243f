import type { InvoiceReading } from './invoice';
import { unreadable } from './invoice';
import { invoiceOf } from './invoice-values';
import { parseXml, type XmlElement, XmlRefused } from '../../platform/xml/parse-xml';

/** GB/T 33190-2016, annex: the namespace of OFD. */
const OFD = 'http://www.ofdspec.org/2016';
const EINVOICE_2019 = 'http://www.edrm.org.cn/schema/e-invoice/2019';

/** The text at the end of a path of names; undefined where it is not there, or there twice. */
function textAt(element: XmlElement, ...path: readonly string[]): string | undefined {
  let found = element;
  for (const name of path) {
    const children = found.children.filter(
      (child) => child.name === name && child.namespace === element.namespace,
    );
    const [child] = children;
    if (child === undefined || children.length > 1) return undefined;
    found = child;
  }
  return found.text;
}

function readEInvoice2019(root: XmlElement): InvoiceReading {
  return invoiceOf('einvoice_2019', {
    number: textAt(root, 'InvoiceNo'),
    code: textAt(root, 'InvoiceCode'),
    issuerName: textAt(root, 'Seller', 'SellerName'),
    issuerTaxId: textAt(root, 'Seller', 'SellerTaxID'),
    buyerName: textAt(root, 'Buyer', 'BuyerName'),
    buyerTaxId: textAt(root, 'Buyer', 'BuyerTaxID'),
    issuedOn: textAt(root, 'IssueDate'),
    amount: textAt(root, 'TaxExclusiveTotalAmount'),
    tax: textAt(root, 'TaxTotalAmount'),
    total: textAt(root, 'TaxInclusiveTotalAmount'),
  });
}

function readDigital(root: XmlElement): InvoiceReading {
  const data = (...path: readonly string[]) => textAt(root, 'EInvoiceData', ...path);
  return invoiceOf('einvoice_digital', {
    number: textAt(root, 'TaxSupervisionInfo', 'InvoiceNumber'),
    code: undefined,
    issuerName: data('SellerInformation', 'SellerName'),
    issuerTaxId: data('SellerInformation', 'SellerIdNum'),
    buyerName: data('BuyerInformation', 'BuyerName'),
    buyerTaxId: data('BuyerInformation', 'BuyerIdNum'),
    issuedOn: textAt(root, 'TaxSupervisionInfo', 'IssueTime'),
    amount: data('BasicInformation', 'TotalAmWithoutTax'),
    tax: data('BasicInformation', 'TotalTaxAm'),
    total: data('BasicInformation', 'TotalTax-includedAmount'),
  });
}

/** What an OFD states of itself, by name; a name that is stated twice is stated not at all. */
function customDataOf(root: XmlElement): ReadonlyMap<string, string> {
  const stated = new Map<string, string[]>();
  const visit = ({ name, namespace, attributes, text, children }: XmlElement): void => {
    const key = attributes['Name'];
    if (name === 'CustomData' && namespace === OFD && key !== undefined) {
      stated.set(key, [...(stated.get(key) ?? []), text]);
    }
    children.forEach(visit);
  };
  visit(root);
  return new Map(
    [...stated].flatMap(([key, [text = '', ...more]]) => (more.length > 0 ? [] : [[key, text]])),
  );
}

function readCustomData(root: XmlElement): InvoiceReading {
  const data = customDataOf(root);
  if (!data.has('发票号码')) return unreadable('unknown_structure');
  return invoiceOf('ofd_custom_data', {
    number: data.get('发票号码'),
    code: data.get('发票代码'),
    issuerName: data.get('销售方名称'),
    issuerTaxId: data.get('销售方纳税人识别号'),
    buyerName: data.get('购买方名称'),
    buyerTaxId: data.get('购买方纳税人识别号'),
    issuedOn: data.get('开票日期'),
    amount: data.get('合计金额'),
    tax: data.get('合计税额'),
    total: undefined,
  });
}

/** Reads the invoice from XML whose structure is known; never throws. */
export function readInvoiceXml(bytes: Uint8Array): InvoiceReading {
  try {
    const root = parseXml(bytes);
    if (root.namespace === EINVOICE_2019) return readEInvoice2019(root);
    if (root.namespace === '' && root.name === 'EInvoice') return readDigital(root);
    if (root.namespace === OFD && root.name === 'OFD') return readCustomData(root);
    return unreadable('unknown_structure');
  } catch (error) {
    if (error instanceof XmlRefused) return { state: 'refused', fault: error.fault };
    throw error;
  }
}
