package org.teldav.vcard;

import ezvcard.parameter.ImageType;
import ezvcard.parameter.KeyType;
import ezvcard.parameter.MediaTypeParameter;
import ezvcard.parameter.SoundType;
import java.util.Locale;
import java.util.Map;

/** What a PHOTO, LOGO, SOUND or KEY is: a TYPE in version 3.0, a media type in 4.0. ez-vcard knows the usual ones. */
final class MediaFormat {
    /** The first characters in base64. */
    private static final Map<String, String> BEGINNINGS = Map.of(
            "/9j/", "image/jpeg", "iVBO", "image/png", "R0lG", "image/gif", "UklG", "image/webp", "Qk0", "image/bmp");

    private MediaFormat() {}

    /** @param type of version 3.0, as {@code JPEG}; some clients write the media type itself */
    static String mediaType(String property, String type) {
        if (type.indexOf('/') > 0) {
            return type.toLowerCase(Locale.ROOT);
        }
        MediaTypeParameter known = switch (property) {
            case "KEY" -> KeyType.find(type, null, null);
            case "SOUND" -> SoundType.find(type, null, null);
            default -> ImageType.find(type, null, null);
        };
        return known == null ? family(property) + "/" + type.toLowerCase(Locale.ROOT) : known.getMediaType();
    }

    /** As its first bytes say, where the card doesn't. */
    static String mediaTypeOf(String base64) {
        return BEGINNINGS.entrySet().stream()
                .filter(beginning -> base64.startsWith(beginning.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("application/octet-stream");
    }

    /** @param mediaType of version 4.0; its parameters have no place in 3.0 */
    static String type(String property, String mediaType) {
        String bare = mediaType.split(";", 2)[0].strip();
        MediaTypeParameter known = switch (property) {
            case "KEY" -> KeyType.find(null, bare, null);
            case "SOUND" -> SoundType.find(null, bare, null);
            default -> ImageType.find(null, bare, null);
        };
        String type = known == null ? bare.substring(bare.indexOf('/') + 1) : known.getValue();
        return type.toUpperCase(Locale.ROOT);
    }

    private static String family(String property) {
        return switch (property) {
            case "KEY" -> "application";
            case "SOUND" -> "audio";
            default -> "image";
        };
    }
}
