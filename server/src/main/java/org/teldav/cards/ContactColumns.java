package org.teldav.cards;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.teldav.vcard.CardDraft;

/** Which column of a table of contacts is what, by its heading: as Google, Outlook and people write them, in English or Chinese. Immutable. */
final class ContactColumns {
    private static final Pattern MANY = Pattern.compile("\\s*:::\\s*");

    private enum Field {
        NAME("name|full name|display name|姓名|名称|联系人"),
        GIVEN("first name|given name|名|名字"),
        MIDDLE("middle name|additional name"),
        FAMILY("last name|family name|surname|姓|姓氏"),
        EMAIL("e-?mail( \\d+ - value| \\d* ?address| \\d+)?|邮箱|电子邮件|邮件"),
        CELL("mobile( phone| number)?|cell( phone)?|手机|手机号|手机号码"),
        HOME("home phone( \\d)?|家庭电话|住宅电话"),
        WORK("(business|work|company main) phone( \\d)?|工作电话|办公电话"),
        PHONE("(other |primary )?(phone|telephone|tel)( number)?( \\d+)?( - value)?|number|电话|号码|电话号码"),
        COMPANY("company|organi[sz]ation( name)?|organi[sz]ation \\d+ - name|公司|单位"),
        TITLE("(job )?title|organi[sz]ation \\d+ - title|职务|职位"),
        NOTE("notes?|备注");

        private final Pattern heading;

        Field(String heading) {
            this.heading = Pattern.compile(heading);
        }
    }

    private final List<Optional<Field>> fields;

    private ContactColumns(List<Optional<Field>> fields) {
        this.fields = fields;
    }

    /** Empty where no column says whose contact it is. */
    static Optional<ContactColumns> of(List<String> headings) {
        List<Optional<Field>> fields =
                headings.stream().map(ContactColumns::field).toList();
        boolean named = fields.stream()
                .flatMap(Optional::stream)
                .anyMatch(field -> field == Field.NAME || field == Field.GIVEN || field == Field.FAMILY);
        return named ? Optional.of(new ContactColumns(fields)) : Optional.empty();
    }

    private static Optional<Field> field(String heading) {
        String plain = heading.strip().toLowerCase(Locale.ROOT);
        return Stream.of(Field.values())
                .filter(field -> field.heading.matcher(plain).matches())
                .findFirst();
    }

    /** The row as a card without a UID; of a row without a name the company, number or e-mail is the name. */
    byte[] card(List<String> cells) {
        String family = first(cells, Field.FAMILY);
        String given = first(cells, Field.GIVEN);
        String middle = first(cells, Field.MIDDLE);
        CardDraft card = new CardDraft().line("FN", name(cells, given, middle, family));
        card.line("N", family, given, middle, "", "");
        all(cells, Field.CELL).forEach(tel -> card.line("TEL;TYPE=CELL", tel));
        all(cells, Field.HOME).forEach(tel -> card.line("TEL;TYPE=HOME", tel));
        all(cells, Field.WORK).forEach(tel -> card.line("TEL;TYPE=WORK", tel));
        all(cells, Field.PHONE).forEach(tel -> card.line("TEL", tel));
        all(cells, Field.EMAIL).forEach(email -> card.line("EMAIL;TYPE=INTERNET", email));
        all(cells, Field.COMPANY).forEach(company -> card.line("ORG", company));
        all(cells, Field.TITLE).forEach(title -> card.line("TITLE", title));
        all(cells, Field.NOTE).forEach(note -> card.line("NOTE", note));
        return card.bytes();
    }

    private String name(List<String> cells, String given, String middle, String family) {
        String spoken = String.join(
                " ",
                Stream.of(given, middle, family).filter(part -> !part.isEmpty()).toList());
        return Stream.of(
                        first(cells, Field.NAME),
                        spoken,
                        first(cells, Field.COMPANY),
                        first(cells, Field.EMAIL),
                        first(cells, Field.CELL),
                        first(cells, Field.PHONE))
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    private String first(List<String> cells, Field field) {
        return all(cells, field).stream().findFirst().orElse("");
    }

    private List<String> all(List<String> cells, Field field) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < Math.min(cells.size(), fields.size()); i++) {
            if (fields.get(i).filter(field::equals).isPresent()) {
                // Google puts several numbers of one kind into one cell.
                MANY.splitAsStream(cells.get(i).strip())
                        .filter(value -> !value.isEmpty())
                        .forEach(all::add);
            }
        }
        return all;
    }
}
