// RawImport
