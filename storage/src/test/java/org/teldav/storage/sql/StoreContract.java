package org.teldav.storage.sql;

/** What each engine has to do: the interfaces of {@code org.teldav.storage}, sentence by sentence. */
interface StoreContract
        extends PutContract,
                DeleteContract,
                CopyAndMoveContract,
                BookCopyContract,
                UsedBytesContract,
                ListingContract,
                SyncContract,
                HomeSyncContract,
                OwnCardContract,
                PrincipalsContract,
                AddressBooksContract,
                PropertiesContract,
                LateComersContract,
                LocksContract,
                PreferencesContract,
                ClaimsContract,
                ConsentsContract,
                CodesContract,
                NumberingContract,
                ChangesContract,
                ScheduleContract,
                HoldersContract,
                PruningContract,
                TextContract,
                ConcurrencyContract {}
