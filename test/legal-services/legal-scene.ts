import { openCase } from '../../src/cases';
import { businessDate } from '../../src/calendar';
import { registerOrganization } from '../../src/organizations';
import { inTransaction } from '../../src/platform/database/transaction';
import type { ContentJson } from '../../src/platform/json/content-hash';
import {
  APPROVALS,
  ApprovalScene,
  newKey,
  type Shown,
  type Someone,
} from '../approvals/approval-scene';
import type { TestBureau } from '../support/test-service';

/** Codes of invented law firms of Jilin. */
export const FIRM = '31220000MD0000016C';
export const OTHER_FIRM = '31220000MD00000247';

export const EVALUATION = {
  closedOn: '2026-06-01',
  diligence: 5,
  quality: 4,
  timeliness: 3,
  opinion: '庭前准备充分，材料提交略有延迟。',
};

/** A record of training for a book. */
export const trainingIn = (book: string, more: object = {}) => ({
  book,
  kind: 'training',
  heldOn: '2026-05-20',
  topic: '环境公益诉讼证据规则',
  heldBy: '吉林省生态环境厅',
  attended: ['吉林省绿色志愿者协会', '陈某律师'],
  documents: [],
  ...more,
});

const PDF = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';

/** A stored document as contents name it. */
export interface NamedDocument {
  readonly id: string;
  readonly sha256: string;
}

/** A law firm as the service shows it, as far as tests look. */
export interface FirmShown {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly source: Readonly<Record<string, unknown>>;
  readonly documents: readonly { readonly id: string; readonly name: string }[];
  readonly lawyers: readonly {
    readonly id: string;
    readonly name: string;
    readonly state: string;
  }[];
  readonly agreements: readonly {
    readonly id: string;
    readonly number: string;
    readonly used: string;
    readonly remaining: string;
    readonly inForce: boolean;
  }[];
  readonly engagements: readonly {
    readonly id: string;
    readonly fee: string;
    readonly lawyers: readonly string[];
    readonly evaluation: Readonly<Record<string, unknown>> | null;
  }[];
  readonly history: readonly { readonly version: number; readonly changed: readonly string[] }[];
}

/** What was answered to a request, or to the last decision on it. */
export interface Outcome {
  readonly status: number;
  readonly body: Shown & { readonly code?: string } & Readonly<Record<string, unknown>>;
}

/** A bureau that buys legal services. */
export class LegalScene {
  private constructor(
    readonly approvals: ApprovalScene,
    readonly officer: Someone,
    readonly reviewer: Someone,
    readonly approver: Someone,
  ) {}

  static async open(): Promise<LegalScene> {
    return LegalScene.over(await ApprovalScene.open());
  }

  static async over(approvals: ApprovalScene): Promise<LegalScene> {
    return new LegalScene(
      approvals,
      await approvals.someone('finance_officer'),
      await approvals.someone('reviewer'),
      await approvals.someone('approver'),
    );
  }

  get bureau(): TestBureau {
    return this.approvals.bureau;
  }

  /** Uploads a small document that nothing else has. */
  async upload(name = '中标通知书.pdf'): Promise<NamedDocument> {
    const bytes = Buffer.from(`${PDF}% ${newKey()}\n`);
    const { bookCode } = this.bureau;
    const { body } = (await this.officer.browser.upload(name, bookCode, bytes).expect(201)) as {
      body: NamedDocument;
    };
    return { id: body.id, sha256: body.sha256 };
  }

  /** Facts of a firm from a tender, with two lawyers. */
  facts(documents: readonly NamedDocument[] = [], more: object = {}): Record<string, ContentJson> {
    return {
      name: '吉林某律师事务所',
      licenceNumber: '31220000123456789',
      region: '220100',
      source: {
        kind: 'tender',
        number: 'JLCG-2026-018',
        on: '2026-01-20',
        method: 'competitive_consultation',
        bidders: 5,
        winningPrice: '300000.00',
      },
      lawyers: [
        { name: '陈某', licenceNumber: '12201201010000001', field: '环境公益诉讼' },
        { name: '孙某', licenceNumber: '12201201010000002', field: '侵权责任' },
      ],
      documents: documents.map(({ id, sha256 }) => ({ id, sha256 })),
      ...more,
    };
  }

  /** Terms of an agreement. */
  terms(lawFirm: string, number: string, more: object = {}): Record<string, ContentJson> {
    return {
      lawFirm,
      number,
      from: '2026-01-01',
      until: '2099-12-31',
      scope: '为社会组织提起环境公益诉讼提供诉讼代理。',
      perInstance: '30000.00',
      perCase: '50000.00',
      inAll: '90000.00',
      instalments: [
        { due: 'signing', percent: '30' },
        { due: 'first_instance_judgment', percent: '70.00' },
      ],
      documents: [],
      ...more,
    };
  }

  send(maker: Someone, kind: string, content: object) {
    return maker.browser
      .post(APPROVALS, { kind, content, book: this.bureau.bookCode })
      .set('idempotency-key', newKey());
  }

  /** Asks for something and has it decided; what was refused first is the answer. */
  async carryOut(kind: string, content: object): Promise<Outcome> {
    const asked = (await this.send(this.officer, kind, content)) as unknown as Outcome;
    if (asked.status !== 201) return asked;
    return this.approveAll(asked.body.id);
  }

  /** Lets everybody whose turn it is approve a request. */
  async approveAll(id: string): Promise<Outcome> {
    const { steps } = await this.approvals.read(this.reviewer, id);
    let last: unknown;
    for (const step of steps) {
      const decider = step === 'reviewer' ? this.reviewer : this.approver;
      last = await this.approvals.decide(decider, id, 'approve');
      if ((last as Outcome).status !== 200) break;
    }
    return last as Outcome;
  }

  /** Has a firm registered; returns its id. */
  async register(uscc = FIRM, more: object = {}): Promise<string> {
    const content = { uscc, facts: this.facts([await this.upload()], more) };
    const { status, body } = await this.carryOut('law_firm_registration', content);
    if (status !== 200) throw new Error(JSON.stringify(body));
    const { body: list } = (await this.officer.browser
      .get(`/api/v1/law-firms?q=${uscc}`)
      .expect(200)) as { body: { items: { id: string }[] } };
    return list.items[0]?.id ?? '';
  }

  /** Has an agreement made; returns its id. */
  async agree(lawFirm: string, number: string, more: object = {}): Promise<string> {
    const terms = this.terms(lawFirm, number, more);
    const { status, body } = await this.carryOut('service_agreement', terms);
    if (status !== 200) throw new Error(JSON.stringify(body));
    const { agreements } = await this.read(lawFirm);
    return agreements.find((agreement) => agreement.number === number)?.id ?? '';
  }

  /** Has a firm engaged on a new case for 20,000.00 yuan; returns the engagement's id. */
  async engage(lawFirm: string, agreement: string, number: string): Promise<string> {
    const { status, body } = await this.carryOut('legal_engagement', {
      ...{ lawFirm, agreement, ...(await this.litigation(number)) },
      lawyers: (await this.read(lawFirm)).lawyers.map(({ id }) => id),
      ...{ instance: 1, fee: '20000.00', engagedOn: '2026-02-10' },
    });
    if (status !== 200) throw new Error(JSON.stringify(body));
    return (await this.read(lawFirm)).engagements[0]?.id ?? '';
  }

  async read(id: string, { browser }: Someone = this.officer): Promise<FirmShown> {
    const { body } = (await browser.get(`/api/v1/law-firms/${id}`).expect(200)) as {
      body: FirmShown;
    };
    return body;
  }

  /** A case and an organization in the bureau's book. */
  async litigation(
    number: string,
    bookId = this.bureau.bookId,
  ): Promise<{ readonly case: string; readonly organization: string }> {
    return inTransaction(this.approvals.dataSource, async (tx) => {
      const work = {
        tx,
        bookId,
        bookKind: 'real',
        on: '2026-02-01',
        by: 'tester',
        key: newKey(),
      } as const;
      const litigation = await openCase(work, {
        number,
        court: '长春市中级人民法院',
        filedOn: businessDate('2026-02-01'),
        damageRoute: 'treasury',
        dayCount: 'end_minus_start',
        defendants: [],
      });
      const organization = await registerOrganization(work, {
        ref: newKey(),
        name: '吉林省绿色志愿者协会',
        kind: 'social_association',
        uscc: '51220000MJ00020107',
        registeredOn: businessDate('2010-06-18'),
        annualReports: [],
        cleanRecordStatementOn: null,
        charterRelated: true,
        penalties: [],
      });
      return { case: litigation, organization };
    });
  }
}
