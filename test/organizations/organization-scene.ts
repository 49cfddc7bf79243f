import { createHash } from 'node:crypto';
import { ApprovalScene, type Someone } from '../approvals/approval-scene';

/** Codes of invented organizations of Jilin. */
export const PROVINCIAL = '51220000MJ0000018T';
export const OF_CHANGCHUN = '52220100MJ0000026P';

export const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);

export interface StoredDocument {
  readonly id: string;
  readonly sha256: string;
}

/** A bank account of an organization, as it is entered. */
export const accountOf = (creditCode: string, book: string) => ({
  book,
  holderKind: 'organization',
  holderName: '吉林省绿色志愿者协会',
  creditCode,
  bankName: '中国银行长春分行',
  number: '6222021234567890123',
});

/** A bureau with a register of organizations. */
export class OrganizationScene {
  constructor(readonly approvals: ApprovalScene) {}

  static async open(): Promise<OrganizationScene> {
    return new OrganizationScene(await ApprovalScene.open());
  }

  static over(approvals: ApprovalScene): OrganizationScene {
    return new OrganizationScene(approvals);
  }

  get bookCode(): string {
    return this.approvals.bureau.bookCode;
  }

  /** Uploads a small document that nothing else has. */
  async upload({ browser }: Someone, name = '登记证书.pdf'): Promise<StoredDocument> {
    const bytes = Buffer.concat([PDF, Buffer.from(`% ${String(Math.random())}\n`)]);
    const { body } = (await browser.upload(name, this.bookCode, bytes).expect(201)) as {
      body: StoredDocument;
    };
    if (body.sha256 !== createHash('sha256').update(bytes).digest('hex')) {
      throw new Error('another document was stored');
    }
    return { id: body.id, sha256: body.sha256 };
  }

  /** Facts that qualify on any day from 2020 on. */
  facts(evidence: readonly StoredDocument[] = [], more: object = {}): Record<string, unknown> {
    return {
      name: '吉林省绿色志愿者协会',
      kind: 'social_association',
      registeredOn: '2010-06-18',
      annualReports: [2019, 2020, 2021, 2022, 2023, 2024, 2025],
      cleanRecordStatementOn: '2019-12-20',
      charterRelated: true,
      validUntil: '2099-06-17',
      evidence: evidence.map((document) => ({ kind: 'registration_certificate', document })),
      ...more,
    };
  }

  /** Has an organization registered; returns its id. */
  async register(
    maker: Someone,
    reviewer: Someone,
    uscc: string,
    more: object = {},
  ): Promise<string> {
    const content = { uscc, facts: this.facts([await this.upload(maker)], more) };
    const id = await this.approvals.ask(maker, content as never, {
      kind: 'organization_registration',
    });
    const { body } = await this.approvals.decide(reviewer, id, 'approve');
    if (body.state !== 'approved') throw new Error(JSON.stringify(body));
    const { body: list } = (await reviewer.browser
      .get(`/api/v1/organizations?q=${uscc}`)
      .expect(200)) as { body: { items: { id: string }[] } };
    return list.items[0]?.id ?? '';
  }
}
