package io.ivsorchestrator.local.ivs.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * The operations of one API by name.
 *
 * @param operations in the order of the API reference
 */
public record ServiceModel(Service service, Map<String, Operation> operations) {

    /** Both APIs, from the texts beside this class. */
    public static Map<Service, ServiceModel> readAll() {
        Map<Service, ServiceModel> models = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            models.put(service, new ServiceModel(service, ModelReader.read(service, text(service))));
        }
        return models;
    }

    private static String text(Service service) {
        String file = service.id() + ".model";
        try (InputStream resource = ServiceModel.class.getResourceAsStream(file)) {
            if (resource == null) {
                throw new IllegalStateException(file + " is missing from the class path");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
