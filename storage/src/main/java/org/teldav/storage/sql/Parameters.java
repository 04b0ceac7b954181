package org.teldav.storage.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;
import java.util.OptionalLong;
import org.teldav.storage.UnstorableTextException;

/** Gives a statement its positional parameters. An empty Optional is NULL. */
final class Parameters {
    private Parameters() {}

    /** @throws UnstorableTextException before anything is set, where a text can't be stored */
    static void check(Object... arguments) {
        for (Object argument : arguments) {
            Object value = argument instanceof Optional<?> optional ? optional.orElse(null) : argument;
            if (value instanceof String text && !Text.isStorable(text)) {
                throw new UnstorableTextException("a text holds U+0000 or half a surrogate pair");
            }
        }
    }

    static void set(PreparedStatement statement, Object... arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            set(statement, i + 1, arguments[i]);
        }
    }

    private static void set(PreparedStatement statement, int index, Object argument) throws SQLException {
        if (argument instanceof Long number) {
            statement.setLong(index, number);
        } else if (argument instanceof String text) {
            statement.setString(index, text);
        } else if (argument instanceof Integer number) {
            statement.setInt(index, number);
        } else if (argument instanceof Optional<?> optional) {
            setOptional(statement, index, optional);
        } else if (argument instanceof OptionalLong optional) {
            setOptional(statement, index, optional.isPresent() ? Optional.of(optional.getAsLong()) : Optional.empty());
        } else {
            setRare(statement, index, argument);
        }
    }

    private static void setOptional(PreparedStatement statement, int index, Optional<?> optional) throws SQLException {
        if (optional.isPresent()) {
            set(statement, index, optional.get());
        } else {
            statement.setNull(index, Types.NULL);
        }
    }

    private static void setRare(PreparedStatement statement, int index, Object argument) throws SQLException {
        if (argument instanceof byte[] bytes) {
            statement.setBytes(index, bytes);
        } else if (argument instanceof Long[] numbers) {
            statement.setArray(index, statement.getConnection().createArrayOf("bigint", numbers));
        } else if (argument instanceof String[] texts) {
            statement.setArray(index, statement.getConnection().createArrayOf("text", texts));
        } else {
            statement.setObject(index, argument);
        }
    }
}
