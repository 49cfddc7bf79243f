import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  UseInterceptors,
} from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { DataSource, type EntityManager, In } from 'typeorm';
import { z } from 'zod';
import { Document, Documents, requireDocuments } from '../documents';
import { DomainError } from '../errors';
import { asCaller, asService, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { BookHints } from '../ledger';
import { fen, parsePositiveYuan } from '../money';
import { ApiProblem } from '../platform/http/describe-problems';
import { ActsOnce, IdempotencyKey } from '../platform/http/headers';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import {
  ApiBook,
  ApiPage,
  ApiState,
  bookOfList,
  nextCursor,
  pageSchema,
  parametersPipe,
} from '../platform/http/parameters';
import { workOnApplication, workOnItem } from './caller-on-advance';
import { issuerName, type ReadInvoice } from './compare-invoice';
import { decideReceipt } from './decide-receipt';
import { readFiles } from './read-files';
import { listReceiptLines } from './read-receipt-lines';
import {
  newReceipts,
  type NewReceipts,
  receiptDecision,
  type ReceiptDecision,
  receiptLine,
  receiptLineList,
} from './schemas';
import { SETTLEMENT_STATES, SettlementLine } from './settlement.entity';
import { type ReceiptsToSubmit, submitReceipts } from './submit-receipts';

const LARGEST_BODY = 128 * 1_024;
const MOST_LINES = 100;
const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };
const asked = pageSchema(z.tuple([z.uuid()])).extend({
  book: bookOfList,
  state: z.enum(SETTLEMENT_STATES).optional(),
  application: z.uuid().optional(),
});

const linesOf = (
  { lines }: NewReceipts,
  read: ReadonlyMap<string, ReadInvoice>,
): ReceiptsToSubmit['lines'] =>
  lines.map(({ item, document, amount, invoice }) => ({
    item,
    document,
    eInvoice: read.get(document) ?? null,
    amount: parsePositiveYuan(amount) ?? fen(0n),
    invoice: {
      issuer: issuerName(invoice.issuer),
      issuerTaxId: invoice.issuerTaxId ?? null,
      number: `${invoice.code ?? ''}${invoice.number}`,
      issuedOn: invoice.issuedOn,
      total: parsePositiveYuan(invoice.total) ?? fen(0n),
    },
  }));

/** Receipts for paid costs, settled line by line (票据核销). */
@ApiTags('receipts')
@Controller('api/v1')
@Allow([...READERS_OF_BOOKS, 'organization_member'])
export class ReceiptsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly hints: BookHints,
    private readonly documents: Documents,
  ) {}

  @Post('advances/:id/receipts')
  @Records('receipts.submit', 'advance_application/:id')
  @Allow(['organization_member', 'finance_officer'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Submit receipts for paid costs of an application, all or none' })
  @ApiProblem(404, 'DOCUMENT_NOT_FOUND')
  @ApiProblem(409, 'INVOICE_DIFFERS', 'DUPLICATE_INVOICE', 'DOCUMENT_ALTERED')
  @ApiProblem(
    422,
    ...(['INVOICE_RED', 'INVOICE_TOO_SMALL', 'NOT_SETTLEABLE'] as const),
    ...(['SETTLEMENT_EXCEEDS_PAYMENT', 'IDEMPOTENCY_KEY_REUSED'] as const),
  )
  @ApiProblem(503, 'DOCUMENT_READER_BUSY', 'DOCUMENT_STORE_AWAY', 'DOCUMENT_STORE_MISSING')
  @ApiCreatedResponse({ standardSchema: receiptLineList })
  async submit(
    @Param('id', uuidInPath) applicationId: string,
    @Body({ schema: newReceipts, pipes: [bodyPipe] }) given: NewReceipts,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof receiptLineList>> {
    const ids = given.lines.map(({ document }) => document);
    const filesFor = async (tx: EntityManager) => {
      const on = await workOnApplication(tx, caller, applicationId, key);
      await requireDocuments(tx, caller, ids, { bookId: on.work.bookId });
      return on;
    };
    const files = await asCaller(this.dataSource, caller, async (tx) => {
      await filesFor(tx);
      return tx.findBy(Document, { id: In(ids) });
    });
    const lines = linesOf(given, await readFiles(this.documents, files));
    const items = await asCaller(this.dataSource, caller, async (tx) => {
      const { work, organizationId } = await filesFor(tx);
      const isOrganization = caller.creditCode !== null;
      const submission = await asService(tx, () =>
        submitReceipts(work, {
          applicationId,
          submittedById: caller.personId,
          organizationId: isOrganization ? organizationId : null,
          lines,
        }),
      );
      return listReceiptLines(tx, caller, { submission }, { limit: MOST_LINES });
    });
    return { items, next: null };
  }

  @Get('receipt-lines')
  @ApiOperation({ summary: 'Lines of receipts, the oldest first' })
  @ApiBook()
  @ApiState(SETTLEMENT_STATES)
  @ApiQuery({ name: 'application', required: false, schema: { type: 'string', format: 'uuid' } })
  @ApiPage()
  @ApiOkResponse({ standardSchema: receiptLineList })
  async list(
    @Query({ schema: asked, pipes: [parametersPipe] })
    { limit, cursor, ...filter }: z.output<typeof asked>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof receiptLineList>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listReceiptLines(tx, caller, filter, { after: cursor?.[0], limit }),
    );
    return { items, next: nextCursor(items, limit, ({ id }) => [id]) };
  }

  @Post('receipt-lines/:id/decision')
  @Records('receipt_line.decide', 'receipt_line/:id')
  @HttpCode(200)
  @Allow(['finance_officer'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ActsOnce()
  @ApiOperation({ summary: 'Accept a line of receipts, which settles its cost, or reject it' })
  @ApiProblem(403, 'SAME_PERSON')
  @ApiProblem(409, 'ALREADY_DECIDED')
  @ApiProblem(422, 'SETTLEMENT_EXCEEDS_PAYMENT')
  @ApiOkResponse({ standardSchema: receiptLine })
  async decide(
    @Param('id', uuidInPath) lineId: string,
    @Body({ schema: receiptDecision, pipes: [bodyPipe] }) given: ReceiptDecision,
    @IdempotencyKey() key: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof receiptLine>> {
    const { decision, reason = null } = given;
    const [line, bookId] = await asCaller(this.dataSource, caller, async (tx) => {
      const found = await tx.findOneBy(SettlementLine, { id: lineId });
      if (found === null) throw new DomainError('NOT_FOUND', 'not_found');
      const work = await workOnItem(tx, caller, found.itemId, key);
      const decidedById = caller.personId;
      await asService(tx, () => decideReceipt(work, { lineId, decidedById, decision, reason }));
      const [shown] = await listReceiptLines(tx, caller, { id: lineId }, { limit: 1 });
      return [shown, work.bookId] as const;
    });
    if (line === undefined) throw new Error('a decided line is not there');
    this.hints.send(bookId);
    return line;
  }
}
