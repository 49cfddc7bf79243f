import { pipeline } from 'node:stream/promises';
import { Controller, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { DomainError } from '../errors';
import { asCaller, type Caller, READERS_OF_BOOKS } from '../identity';
import { Allow, CurrentCaller, Records } from '../identity/http';
import { attachment, INERT } from '../platform/http/attachment';
import { ApiProblem } from '../platform/http/describe-problems';
import { parametersPipe } from '../platform/http/parameters';
import type { Document } from './document.entity';
import { Documents } from './documents';
import { NO_CHECKER } from './e-invoice/signature';
import { HashDiffers } from './hash-stream';
import { altered, openDocument } from './open-document';
import { RAW, rawBodyOf } from './raw-body';
import { readDocument } from './read-document';
import { readInvoice } from './read-invoice';
import { recordOfDocument } from './record';
import {
  type DocumentShown,
  documentSchema,
  invoiceReadingSchema,
  type InvoiceShown,
  uploadedSchema,
  uploadParameters,
} from './schemas';
import { showDocument, showReading } from './show-document';
import { uploadDocument } from './upload-document';

const uuid = z.uuid();
const FILE = { schema: { type: 'string', format: 'binary' } } as const;

/** Uploaded files: vouchers in their original form, evidence, contracts. */
@ApiTags('documents')
@Controller('api/v1/documents')
@Allow([...READERS_OF_BOOKS, 'organization_member'])
export class DocumentsController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly documents: Documents,
  ) {}

  @Post()
  @Records('document.upload')
  @Allow(['finance_officer', 'reviewer', 'approver', 'cashier', 'organization_member'])
  @ApiOperation({ summary: 'Upload a file of at most 20 MB; its content says what it is' })
  @ApiConsumes(RAW)
  @ApiBody({ ...FILE, required: true })
  @ApiCreatedResponse({ standardSchema: uploadedSchema })
  @ApiProblem(
    400,
    ...(['BODY_INCOMPLETE', 'DOCUMENT_AMBIGUOUS', 'DOCUMENT_ARCHIVE_REFUSED'] as const),
    ...(['DOCUMENT_DAMAGED', 'DOCUMENT_EMPTY', 'DOCUMENT_NAME_INVALID'] as const),
    ...(['DOCUMENT_TYPE_REFUSED', 'DOCUMENT_XML_REFUSED'] as const),
  )
  @ApiProblem(409, 'DOCUMENT_ALTERED')
  @ApiProblem(503, 'DOCUMENT_READER_BUSY', 'DOCUMENT_STORE_AWAY', 'DOCUMENT_STORE_MISSING')
  async upload(
    @Query({ schema: uploadParameters, pipes: [parametersPipe] })
    { name, book }: z.output<typeof uploadParameters>,
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<z.infer<typeof uploadedSchema>> {
    const upload = { name, book, bytes: rawBodyOf(request) };
    const { document, nameChanged } = await uploadDocument(
      this.dataSource,
      caller,
      this.documents,
      upload,
    );
    response.location(`/api/v1/documents/${document.id}`);
    return { ...document, nameChanged };
  }

  @Get(':id')
  @ApiOperation({ summary: 'What a document is' })
  @ApiOkResponse({ standardSchema: documentSchema })
  async read(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<DocumentShown> {
    return asCaller(this.dataSource, caller, async (tx) =>
      showDocument(tx, await readDocument(tx, caller, id, 'document.read')),
    );
  }

  @Get(':id/content')
  @ApiOperation({ summary: 'The file, byte for byte, to be saved' })
  @ApiOkResponse({ content: { [RAW]: FILE } })
  @ApiProblem(409, 'DOCUMENT_ALTERED')
  @ApiProblem(503, 'DOCUMENT_STORE_AWAY', 'DOCUMENT_STORE_MISSING')
  async content(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
    @Res() response: Response,
  ): Promise<void> {
    const document = await this.find(caller, id, 'document.download');
    const bytes = await this.alarmed(caller, document, () =>
      openDocument(this.documents.store, document),
    );
    response.set({
      'content-type': RAW,
      'content-length': String(document.size),
      'content-disposition': attachment(document.name),
      ...INERT,
    });
    try {
      await pipeline(bytes, response);
    } catch (error) {
      // The answer has begun, and breaks off; whoever stopped listening needs none.
      if (error instanceof HashDiffers)
        await this.alarm(caller, document, altered(document, 'altered'));
    }
  }

  @Get(':id/invoice')
  @ApiOperation({
    summary: 'The invoice that a file holds for programs, or why it is to be entered by hand',
  })
  @ApiOkResponse({ standardSchema: invoiceReadingSchema })
  @ApiProblem(409, 'DOCUMENT_ALTERED')
  @ApiProblem(503, 'DOCUMENT_READER_BUSY', 'DOCUMENT_STORE_AWAY', 'DOCUMENT_STORE_MISSING')
  async invoice(
    @Param('id', { schema: uuid, pipes: [parametersPipe] }) id: string,
    @CurrentCaller() caller: Caller,
  ): Promise<InvoiceShown> {
    const document = await this.find(caller, id, 'document.read_invoice');
    const reading = await this.alarmed(caller, document, () =>
      readInvoice(this.documents, document),
    );
    // No toolkit is connected; what is answered says so.
    return showReading(reading, await NO_CHECKER.check('xml', new Uint8Array()));
  }

  private find(caller: Caller, id: string, action: string): Promise<Document> {
    return asCaller(this.dataSource, caller, (tx) => readDocument(tx, caller, id, action));
  }

  /** Bytes that are not those of the row are told to the caller and to the trail, never passed over. */
  private async alarmed<T>(caller: Caller, document: Document, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const isAltered = error instanceof DomainError && error.code === 'DOCUMENT_ALTERED';
      if (isAltered) await this.alarm(caller, document, error);
      throw error;
    }
  }

  private async alarm(
    caller: Caller,
    document: Document,
    { code, details }: DomainError,
  ): Promise<void> {
    await asCaller(this.dataSource, caller, (tx) =>
      recordOfDocument(tx, caller, document, {
        action: 'document.open',
        refusalCode: code,
        content: { details },
      }),
    );
  }
}
