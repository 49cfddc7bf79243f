import { Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { BANK_ACCOUNT_CODES } from '../accounting';
import { recordAct } from '../audit';
import { RAW, rawBodyOf } from '../documents/http';
import { DomainError } from '../errors';
import { asCaller, asService, type Caller, ownBookOf, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { ApiProblem } from '../platform/http/describe-problems';
import {
  ApiBook,
  ApiPage,
  bookOfList,
  nextCursor,
  pageSchema,
  parametersPipe,
} from '../platform/http/parameters';
import { languageOf } from '../platform/language';
import { bankWork } from './bank-work';
import { importStatement } from './import-statement';
import { last4Of } from './identify-lines';
import { planImport } from './plan-import';
import { profileNamed } from './profiles';
import { formerAccount, listStatements } from './read-bank';
import { type ReceivedStatement, receiveFile } from './receive-file';
import {
  account,
  confirmParameters,
  importedStatement,
  importParameters,
  statementList,
  statementPreview,
} from './schemas';
import { requireRead, showBalances, showLines } from './show-statement';
import { StatementReader } from './statement-reader';

const asked = pageSchema(z.tuple([z.uuid()])).extend({
  book: bookOfList,
  account: account.optional(),
});
const FILE = { schema: { type: 'string', format: 'binary' }, required: true } as const;

/** Statements of the bureau's own bank accounts: looked at first, then imported. */
@ApiTags('bank statements')
@Controller('api/v1/bank-statements')
@Allow(READERS_OF_BOOKS)
export class BankStatementsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: StatementReader,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Imported statements, the newest first' })
  @ApiBook()
  @ApiQuery({
    name: 'account',
    required: false,
    schema: { type: 'string', enum: [...BANK_ACCOUNT_CODES] },
  })
  @ApiPage()
  @ApiOkResponse({ standardSchema: statementList })
  async list(
    @Query({ schema: asked, pipes: [parametersPipe] })
    { limit, cursor, ...filter }: z.output<typeof asked>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof statementList>> {
    const items = await asCaller(this.dataSource, caller, (tx) =>
      listStatements(tx, caller, filter, { after: cursor?.[0], limit }),
    );
    return { items, next: nextCursor(items, limit, ({ id }) => [id]) };
  }

  @Post('preview')
  @Records('bank_statement.preview', 'book/:book')
  @HttpCode(200)
  @Allow(['finance_officer'])
  @ApiOperation({ summary: 'What a file of the bank’s would add; nothing is imported' })
  @ApiConsumes(RAW)
  @ApiBody(FILE)
  @ApiProblem(400, 'BANK_FILE_INVALID', 'BODY_INCOMPLETE')
  @ApiProblem(404, 'BANK_PROFILE_UNKNOWN')
  @ApiProblem(409, 'BANK_SERIAL_CHANGED', 'BANK_BALANCE_GAP')
  @ApiProblem(503, 'DOCUMENT_READER_BUSY')
  @ApiOkResponse({ standardSchema: statementPreview })
  async preview(
    @Query({ schema: importParameters, pipes: [parametersPipe] })
    given: z.output<typeof importParameters>,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
  ): Promise<z.infer<typeof statementPreview>> {
    const { file, profile, statement } = await this.read(caller, given, request);
    return asCaller(this.dataSource, caller, async (tx) => {
      const work = await bankWork(tx, caller, given.book, `bank-preview:${uuidv7()}`);
      const own = { bookId: work.bookId, account: given.account };
      const { added, known } = await planImport(tx, own, statement);
      const sha256 = file.hash.toString('hex');
      const content = { account: own.account, fileHash: sha256, profile: profile.name };
      await recordAct(work, 'bank_statement.preview', content);
      return {
        sha256,
        statedAccount: last4Of(statement.account),
        formerAccount: await formerAccount(tx, own),
        ...showBalances(statement),
        lineCount: statement.lines.length,
        newCount: added.length,
        known: [...known],
        skipped: [...statement.skipped],
        lines: showLines(statement.lines, known),
      };
    });
  }

  @Post()
  @Records('bank_statement.import', 'book/:book')
  @Allow(['finance_officer'])
  @ApiOperation({
    summary: 'Import a file of the bank’s; what is known already is not added again',
  })
  @ApiConsumes(RAW)
  @ApiBody(FILE)
  @ApiProblem(400, 'BANK_FILE_INVALID', 'BODY_INCOMPLETE')
  @ApiProblem(404, 'BANK_PROFILE_UNKNOWN')
  @ApiProblem(409, 'BANK_FILE_CHANGED', 'BANK_SERIAL_CHANGED', 'BANK_BALANCE_GAP')
  @ApiProblem(503, 'DOCUMENT_READER_BUSY')
  @ApiCreatedResponse({ standardSchema: importedStatement })
  async import(
    @Query({ schema: confirmParameters, pipes: [parametersPipe] })
    given: z.output<typeof confirmParameters>,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
  ): Promise<z.infer<typeof importedStatement>> {
    const { file, profile, statement } = await this.read(caller, given, request, given.sha256);
    return asCaller(this.dataSource, caller, async (tx) => {
      const key = `bank-import:${given.account}:${given.sha256}`;
      const work = await bankWork(tx, caller, given.book, key);
      const { account: own, name: fileName } = given;
      const imported = await asService(tx, () =>
        importStatement(work, {
          ...{ account: own, fileName, profile, statement },
          fileHash: file.hash,
        }),
      );
      return { ...imported, known: [...imported.known] };
    });
  }

  /** Receives a file and reads it, outside of any transaction. */
  private async read(
    caller: Caller,
    given: z.output<typeof importParameters>,
    request: Request,
    expected?: string,
  ) {
    const profile = await asCaller(this.dataSource, caller, async (tx) => {
      const { id } = await ownBookOf(tx, caller, given.book);
      return profileNamed(tx, id, given.profile);
    });
    const file: ReceivedStatement = await receiveFile(rawBodyOf(request));
    if (expected !== undefined && file.hash.toString('hex') !== expected) {
      throw new DomainError('BANK_FILE_CHANGED', 'conflict');
    }
    const { bytes } = file;
    const work = { bytes, format: profile.format, withRows: false };
    const { reading } = await this.reader.read(work);
    const language = languageOf(request.headers['accept-language'], 'zh');
    return { file, profile, statement: requireRead(reading, language) };
  }
}
