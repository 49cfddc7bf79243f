import { entry } from './problem-text';

/** Codes of uploaded documents. */
export const DOCUMENT_PROBLEMS = {
  BODY_INCOMPLETE: entry(
    '上传中断',
    '文件未完整收到，未保存任何内容。请重新上传。',
    'The upload broke off',
    'Not all of the file came, and nothing was kept. Upload it again.',
  ),
  DOCUMENT_ALTERED: entry(
    '所存文件缺失或与上传时不同',
    '该文件不予提供。请立即告知系统管理员：运行 `npx fund verify --documents` 核对，并从备份恢复原文件。',
    'A stored file is missing, or is not what was uploaded',
    'It is not handed out. Tell the system administrator at once: check with `npx fund verify --documents`, and restore the file from a backup.',
  ),
  DOCUMENT_AMBIGUOUS: entry(
    '文件同时像两种格式',
    '文件中藏有另一种格式的内容（见 also），可能被做过手脚。请从原系统重新导出后上传。',
    'The file is of two formats at once',
    'It hides content of another format, named in also. Export it anew from where it comes from, and upload that.',
  ),
  DOCUMENT_ARCHIVE_REFUSED: entry(
    '压缩内容不可接受',
    '原因见 fault。OFD、XLSX、DOCX 内最多 200 个条目，单个解压后不超过 20 MB，合计不超过 50 MB，不得含加密内容、宏或其他压缩包。请另存后重新上传。',
    'What the file packs is not accepted',
    'The reason is in fault. OFD, XLSX and DOCX hold at most 200 entries, 20 MB each and 50 MB together when unpacked, and nothing encrypted, no macros and no other archive. Save it anew and upload that.',
  ),
  DOCUMENT_DAMAGED: entry(
    '文件不完整',
    '文件开头是 format 所示格式，但内容不完整或已损坏。请取得完整的原文件后重新上传。',
    'The file is not whole',
    'It begins as the format that is named, but is cut off or damaged. Get the whole original, and upload that.',
  ),
  DOCUMENT_EMPTY: entry(
    '文件为空',
    '请选择有内容的文件后重新上传。',
    'The file is empty',
    'Choose a file with content, and upload that.',
  ),
  DOCUMENT_NAME_INVALID: entry(
    '文件名不可用',
    '去掉路径和不可见字符后，文件名已无内容。请改名后重新上传。',
    'The name of the file cannot be used',
    'Without its path and invisible characters nothing is left of it. Rename the file, and upload it again.',
  ),
  DOCUMENT_NOT_FOUND: entry(
    '附件不存在',
    '附件 documents 不存在，或不属于该账套。请重新上传后再引用。',
    'An attachment is not there',
    'What is listed under documents is not there for you, or belongs to another book. Upload it, and name that.',
  ),
  DOCUMENT_READER_BUSY: entry(
    '正在读取的文件过多',
    '请稍候再试。',
    'Too many files are being read',
    'Try again in a moment.',
  ),
  DOCUMENT_STORE_AWAY: entry(
    '附件的对象存储无法使用',
    '原因见 fault。附件暂不能上传或下载，其他操作不受影响。请稍候再试；仍不行的，请系统管理员运行 `npx fund doctor` 检查 FUND_S3_ENDPOINT、FUND_S3_BUCKET 和密钥。',
    'The object store of documents cannot be used',
    'The reason is in fault. Nothing is uploaded or handed out until it answers; all else goes on. Try again in a moment; if it lasts, the operator runs `npx fund doctor` and checks FUND_S3_ENDPOINT, FUND_S3_BUCKET and the keys.',
  ),
  DOCUMENT_STORE_MISSING: entry(
    '尚未设置存放附件的文件夹',
    '请系统管理员设置 FUND_DOCUMENT_DIR 或 FUND_S3_ENDPOINT 后重新启动服务；在此之前不能上传或下载附件。',
    'There is no folder for documents yet',
    'The operator sets FUND_DOCUMENT_DIR or FUND_S3_ENDPOINT and starts the service again; until then nothing is uploaded or handed out.',
  ),
  DOCUMENT_TYPE_REFUSED: entry(
    '不接受这种文件',
    '只接受 PDF、OFD、XML 电子发票、PNG、JPEG、XLSX 和 DOCX，按内容而不按扩展名判断；不接受 SVG 和网页。请转换格式后上传。',
    'This type of file is not accepted',
    'PDF, OFD, XML of e-invoices, PNG, JPEG, XLSX and DOCX are, judged by content and not by name; SVG and web pages are not. Convert it, and upload that.',
  ),
  DOCUMENT_XML_REFUSED: entry(
    'XML 内容不可接受',
    '原因见 fault。不接受 DOCTYPE、实体、处理指令、UTF-8 和 GB18030 以外的编码以及格式不正确的 XML。请从开票系统取得原文件。',
    'This XML is not accepted',
    'The reason is in fault. DOCTYPE, entities, processing instructions, other encodings than UTF-8 and GB18030, and what is not well-formed are refused. Get the original from where the invoice was issued.',
  ),
} as const;
