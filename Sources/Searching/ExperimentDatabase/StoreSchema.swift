import GRDB

/// The tables, version after version. A migration that was released is never changed.
enum StoreSchema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1: experiments, trials, intermediate results") { database in
            try database.create(table: "experiment") { table in
                table.primaryKey("id", .text)
                table.column("name", .text).notNull().unique()
                table.column("configuration", .text).notNull()
                table.column("status", .text).notNull()
                table.column("startTime", .double)
                table.column("endTime", .double)
                table.column("error", .text)
                table.column("owner", .text).notNull()
                table.column("created", .integer).notNull()
            }
            try database.create(table: "trial") { table in
                table.column("experiment", .text).notNull().references("experiment", onDelete: .cascade)
                table.column("sequence", .integer).notNull()
                table.column("id", .text).notNull()
                table.column("status", .text).notNull()
                table.column("parameters", .text).notNull()
                table.column("metrics", .text).notNull()
                table.column("startTime", .double)
                table.column("endTime", .double)
                table.column("error", .text)
                table.primaryKey(["experiment", "sequence"])
            }
            try database.create(table: "intermediate") { table in
                table.column("experiment", .text).notNull().references("experiment", onDelete: .cascade)
                table.column("trial", .integer).notNull()
                table.column("step", .integer).notNull()
                table.column("value", .double).notNull()
                table.primaryKey(["experiment", "trial", "step"])
            }
        }
        // Empty for experiments of before: those are counted when they are listed.
        migrator.registerMigration("2: what an experiment's trials came to") { database in
            try database.alter(table: "experiment") { table in table.add(column: "summary", .text) }
        }
        // SQLite drops no constraint, so the table is made anew; names are not unique any more.
        migrator.registerMigration("3: names that come again, points that people asked for, requests") { database in
            try database.create(table: "experiment3") { table in
                table.primaryKey("id", .text)
                table.column("name", .text).notNull().indexed()
                table.column("configuration", .text).notNull()
                table.column("status", .text).notNull()
                table.column("startTime", .double)
                table.column("endTime", .double)
                table.column("error", .text)
                table.column("owner", .text).notNull()
                table.column("created", .integer).notNull()
                table.column("summary", .text)
            }
            try database.execute(
                sql: """
                    INSERT INTO experiment3
                    SELECT id, name, configuration, status, startTime, endTime, error, owner, created, summary
                    FROM experiment
                    """)
            try database.drop(table: "experiment")
            try database.rename(table: "experiment3", to: "experiment")
            try database.alter(table: "trial") { table in table.add(column: "source", .text) }
            try database.create(table: "request") { table in
                table.autoIncrementedPrimaryKey("number")
                table.column("experiment", .text).notNull().references("experiment", onDelete: .cascade)
                table.column("body", .text).notNull()
            }
        }
        migrator.registerMigration("4: curves of several objectives") { database in
            try database.alter(table: "intermediate") { table in table.add(column: "further", .text) }
        }
        return migrator
    }
}
