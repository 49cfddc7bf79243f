import { Body, Controller, Get, HttpCode, Post, Query, UseInterceptors } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import { recordAct } from '../audit';
import type { Language } from '../errors';
import { asCaller, asService, bookOf, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { ApiProblem } from '../platform/http/describe-problems';
import { ReaderLanguage } from '../platform/http/headers';
import { bodyPipe, JsonBody } from '../platform/http/json-body';
import { nameInPath, parametersPipe } from '../platform/http/parameters';
import { bankWork } from './bank-work';
import { inWords } from './fault-words';
import { keepProfile, listProfiles } from './profiles';
import { hashOf } from './receive-file';
import {
  keptProfile,
  newProfile,
  type NewProfile,
  profileList,
  profileTrial,
  type Trial,
  trialBody,
} from './schemas';
import { showLines } from './show-statement';
import { StatementReader } from './statement-reader';

const MOST_BYTES_OF_PROFILE = 64 * 1_024;
const MOST_BYTES_OF_TRIAL = 8 * 1_024 * 1_024;
const ofBook = z.strictObject({ book: nameInPath });

/** How the layouts of banks are read. */
@ApiTags('bank statements')
@Controller('api/v1/bank-profiles')
@Allow(READERS_OF_BOOKS)
export class BankProfilesController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly reader: StatementReader,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The profiles that a book can use: its own, and those that ship' })
  @ApiQuery({ name: 'book', required: true, schema: { type: 'string' } })
  @ApiOkResponse({ standardSchema: profileList })
  async list(
    @Query({ schema: ofBook, pipes: [parametersPipe] }) { book }: z.output<typeof ofBook>,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof profileList>> {
    const items = await asCaller(this.dataSource, caller, async (tx) => {
      const { id } = await bookOf(tx, caller, book);
      return listProfiles(tx, id);
    });
    return { items };
  }

  @Post()
  @Records('bank_profile.keep')
  @Allow(['finance_officer'])
  @UseInterceptors(new JsonBody(MOST_BYTES_OF_PROFILE))
  @ApiOperation({ summary: 'Add a profile, or change it: each change is its next version' })
  @ApiCreatedResponse({ standardSchema: keptProfile })
  async keep(
    @Body({ schema: newProfile, pipes: [bodyPipe] }) { book, name, profile }: NewProfile,
    @CurrentCaller() caller: Caller,
  ): Promise<z.infer<typeof keptProfile>> {
    const version = await asCaller(this.dataSource, caller, async (tx) => {
      const work = await bankWork(tx, caller, book, `bank-profile:${uuidv7()}`);
      return asService(tx, () => keepProfile(work, { name, profile }));
    });
    return { name, version };
  }

  @Post('trial')
  @Records('bank_profile.try')
  @HttpCode(200)
  @Allow(['finance_officer'])
  @UseInterceptors(new JsonBody(MOST_BYTES_OF_TRIAL))
  @ApiOperation({ summary: 'Read a file by a profile that is being made; nothing is kept' })
  @ApiProblem(503, 'DOCUMENT_READER_BUSY')
  @ApiOkResponse({ standardSchema: profileTrial })
  async try(
    @Body({ schema: trialBody, pipes: [bodyPipe] }) { book, file, profile }: Trial,
    @CurrentCaller() caller: Caller,
    @ReaderLanguage() language: Language,
  ): Promise<z.infer<typeof profileTrial>> {
    const bytes = Buffer.from(file, 'base64');
    await asCaller(this.dataSource, caller, async (tx) => {
      const work = await bankWork(tx, caller, book, `bank-trial:${uuidv7()}`);
      await recordAct(work, 'bank_profile.try', { fileHash: hashOf(bytes).toString('hex') });
    });
    const { rows, reading } = await this.reader.read({ bytes, format: profile, withRows: true });
    return {
      rows: rows.map((row) => [...row]),
      faults: reading.state === 'refused' ? inWords(reading.faults, language) : [],
      lines: reading.state === 'read' ? showLines(reading.statement.lines) : [],
    };
  }
}
