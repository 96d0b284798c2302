package io.yggdrasil.resp.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * Includes files as the library does, but none may be missing: by itself it passes a missing one by, and with it the
 * settings that somebody relies on.
 *
 * @param library the library's own includer, null before it has been told
 */
record RequiredIncludes(@Nullable ConfigIncluder library) implements ConfigIncluder, ConfigIncluderFile {
    static final RequiredIncludes INSTANCE = new RequiredIncludes(null);

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return new RequiredIncludes(fallback);
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        try {
            return fallback().include(required(context), what);
        } catch (ConfigException.IO e) {
            throw missing(what, e);
        }
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        try {
            return ((ConfigIncluderFile) fallback()).includeFile(required(context), what);
        } catch (ConfigException.IO e) {
            throw missing(what.toString(), e);
        }
    }

    private ConfigIncluder fallback() {
        if (library == null) {
            throw new IllegalStateException("the library has not told its includer");
        }
        return library;
    }

    private static ConfigIncludeContext required(ConfigIncludeContext context) {
        return context.setParseOptions(context.parseOptions().setAllowMissing(false));
    }

    private static ConfigException missing(String what, ConfigException.IO cause) {
        return new ConfigException.IO(
                ConfigOriginFactory.newSimple("include \"" + what + "\""), "this file cannot be read", cause);
    }
}
