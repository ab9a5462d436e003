// WarehouseSQLite
