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
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { BANK_ACCOUNT_CODES } from '../accounting';
import { asCaller, asService, bookOf, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { fen, parsePositiveYuan } from '../money';
import { ApiProblem } from '../platform/http/describe-problems';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { nameInPath, parametersPipe } from '../platform/http/parameters';
import { bankWork } from './bank-work';
import { ignoreLine, matchLines, type PersonalWork, restoreLine, undoMatch } from './match-lines';
import { readLineHistory } from './line-history';
import {
  lineHistory,
  madeMatch,
  newMatch,
  type NewMatch,
  openEntryList,
  suggestionList,
  withReason,
  type WithReason,
} from './match-schemas';
import { account } from './schemas';
import { listOpenEntries, suggestMatches } from './suggest-matches';

const LARGEST_BODY = 64 * 1_024;
const MOST_LINES = 100;
const MOST_ENTRIES = 500;
const ofAccount = z.strictObject({ book: nameInPath, account });
const uuidInPath = { schema: z.uuid(), pipes: [parametersPipe] };
const amountOf = (text: string) => parsePositiveYuan(text) ?? fen(0n);

const ApiAccount = (): MethodDecorator => (target, key, descriptor) => {
  ApiQuery({ name: 'book', required: true, schema: { type: 'string' } })(target, key, descriptor);
  ApiQuery({
    name: 'account',
    required: true,
    schema: { type: 'string', enum: [...BANK_ACCOUNT_CODES] },
  })(target, key, descriptor);
};

/** Which lines of the bank's are which entries of the books. Nothing here posts. */
@ApiTags('bank statements')
@Controller('api/v1')
@Allow(READERS_OF_BOOKS)
export class BankMatchesController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('bank-entries')
  @ApiOperation({ summary: 'The oldest 500 entries of an account that are not matched' })
  @ApiAccount()
  @ApiOkResponse({ standardSchema: openEntryList })
  async entries(
    @Query({ schema: ofAccount, pipes: [parametersPipe] }) asked: z.output<typeof ofAccount>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof openEntryList>> {
    const items = await asCaller(this.dataSource, caller, async (tx) => {
      const { id: bookId } = await bookOf(tx, caller, asked.book);
      return listOpenEntries(tx, { bookId, account: asked.account }, MOST_ENTRIES);
    });
    return { items };
  }

  @Get('bank-matches/suggestions')
  @ApiOperation({ summary: 'Which entries the oldest open lines may be, and why' })
  @ApiAccount()
  @ApiOkResponse({ standardSchema: suggestionList })
  async suggestions(
    @Query({ schema: ofAccount, pipes: [parametersPipe] }) asked: z.output<typeof ofAccount>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof suggestionList>> {
    const found = await asCaller(this.dataSource, caller, async (tx) => {
      const { id: bookId } = await bookOf(tx, caller, asked.book);
      return suggestMatches(tx, { bookId, account: asked.account }, MOST_LINES);
    });
    const items = found.map(({ line, candidates }) => ({
      line,
      candidates: candidates.map((each) => ({ ...each, reasons: [...each.reasons] })),
    }));
    return { items };
  }

  @Get('bank-lines/:id/history')
  @ApiOperation({
    summary: 'What a line was matched with, or why it was ignored, and what of it was undone',
  })
  @ApiOkResponse({ standardSchema: lineHistory })
  async history(
    @Param('id', uuidInPath) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof lineHistory>> {
    return asCaller(this.dataSource, caller, (tx) => readLineHistory(tx, caller, id));
  }

  @Post('bank-matches')
  @Records('bank_match.make')
  @Allow(['finance_officer'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ApiOperation({ summary: 'Match lines with entries, whole or in parts, to the fen' })
  @ApiProblem(409, 'BANK_LINE_NOT_OPEN')
  @ApiProblem(422, 'BANK_MATCH_EXCEEDS', 'BANK_MATCH_UNBALANCED')
  @ApiCreatedResponse({ standardSchema: madeMatch })
  async match(
    @Body({ schema: newMatch, pipes: [bodyPipe] }) given: NewMatch,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof madeMatch>> {
    const lines = given.lines.map(({ id, amount }) => ({ id, amount: amountOf(amount) }));
    const entries = given.entries.map((entry) => ({
      account: BigInt(entry.account),
      seq: BigInt(entry.seq),
      amount: amountOf(entry.amount),
    }));
    const { account: own, note = null } = given;
    const id = await this.act(caller, given.book, (work) =>
      matchLines(work, { account: own, lines, entries, note }),
    );
    return { id };
  }

  @Post('bank-matches/:id/undo')
  @Records('bank_match.undo', 'bank_match/:id')
  @HttpCode(204)
  @Allow(['finance_officer'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ApiOperation({ summary: 'Take a match back, for a reason' })
  @ApiProblem(409, 'BANK_MATCH_UNDONE')
  @ApiNoContentResponse()
  async undo(
    @Param('id', uuidInPath) id: string,
    @Body({ schema: withReason, pipes: [bodyPipe] }) { book, reason }: WithReason,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.act(caller, book, (work) => undoMatch(work, id, reason));
  }

  @Post('bank-lines/:id/ignore')
  @Records('bank_line.ignore', 'bank_line/:id')
  @HttpCode(204)
  @Allow(['finance_officer'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ApiOperation({ summary: 'Say of a line that no entry belongs to it, and why' })
  @ApiProblem(409, 'BANK_LINE_NOT_OPEN')
  @ApiNoContentResponse()
  async ignore(
    @Param('id', uuidInPath) id: string,
    @Body({ schema: withReason, pipes: [bodyPipe] }) { book, reason }: WithReason,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.act(caller, book, (work) => ignoreLine(work, id, reason));
  }

  @Post('bank-lines/:id/restore')
  @Records('bank_line.restore', 'bank_line/:id')
  @HttpCode(204)
  @Allow(['finance_officer'])
  @UseInterceptors(new JsonBody(LARGEST_BODY))
  @ApiOperation({ summary: 'Take back that a line is ignored' })
  @ApiProblem(409, 'BANK_LINE_NOT_IGNORED')
  @ApiNoContentResponse()
  async restore(
    @Param('id', uuidInPath) id: string,
    @Body({ schema: withReason, pipes: [bodyPipe] }) { book, reason }: WithReason,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.act(caller, book, (work) => restoreLine(work, id, reason));
  }

  private act<T>(caller: Caller, book: string, act: (work: PersonalWork) => Promise<T>) {
    return asCaller(this.dataSource, caller, async (tx) => {
      const work = await bankWork(tx, caller, book, `bank:${uuidv7()}`);
      return asService(tx, () => act(work));
    });
  }
}
